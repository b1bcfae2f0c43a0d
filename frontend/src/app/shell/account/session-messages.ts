import { ChangeDetectionStrategy, Component, inject, signal } from '@angular/core';
import { Session } from '../../core/session/session';
import { StepUp } from '../../core/session/step-up';
import { Icon } from '../../ui/icon';
import { accountWords } from '../../words/account';
import { SignInDialog } from './sign-in-dialog';
import { SignInState } from './sign-in-state';
import { StepUpDialog } from './step-up-dialog';

/** What is said when a session ends, and the dialogs that ask who is there without leaving the page. */
@Component({
  selector: 'tl-session-messages',
  imports: [Icon, SignInDialog, StepUpDialog],
  changeDetection: ChangeDetectionStrategy.OnPush,
  template: `
    <p class="visually-hidden" role="status">{{ state.news() }}</p>
    <div role="alert">
      @if (state.ended()) {
        <p class="ended">
          <tl-icon name="warning" />{{ words.ended }}
          <button type="button" class="button" (click)="asking.set(true)">{{ words.signInAgain }}</button>
          <button type="button" class="button" (click)="session.dismissEnd()">{{ words.dismiss }}</button>
        </p>
      } @else if (state.stuck()) {
        <p class="ended"><tl-icon name="warning" />{{ words.signOutFailed }}</p>
      }
    </div>
    @defer (when asking()) {
      @if (asking()) {
        <tl-sign-in-dialog (closed)="asking.set(false)" />
      }
    }
    @defer (when stepUp.asked() !== null) {
      @if (stepUp.asked(); as answer) {
        <tl-step-up-dialog (closed)="answer($event)" />
      }
    }
  `,
  styles: `
    :host {
      position: sticky;
      inset-block-start: calc(var(--tl-topbar) + var(--tl-s2));
      z-index: var(--tl-layer-bar);
      display: block;
    }
    .ended {
      display: flex;
      flex-wrap: wrap;
      align-items: center;
      gap: var(--tl-s2);
      margin-block-end: var(--tl-s4);
      padding: var(--tl-s2) var(--tl-s3);
      border: var(--tl-hairline) solid var(--tl-warn);
      border-radius: var(--tl-radius-2);
      background: color-mix(in srgb, var(--tl-warn) 14%, var(--tl-surface-1));
    }
  `,
})
export class SessionMessages {
  protected readonly session = inject(Session);
  protected readonly state = inject(SignInState);
  protected readonly stepUp = inject(StepUp);
  protected readonly words = accountWords;
  protected readonly asking = signal(false);
}
