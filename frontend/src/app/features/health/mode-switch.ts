import { ChangeDetectionStrategy, Component, DestroyRef, computed, inject, signal } from '@angular/core';
import { takeUntilDestroyed } from '@angular/core/rxjs-interop';
import { RouterLink } from '@angular/router';
import { ApiClient } from '../../core/api-client';
import { toFailure } from '../../core/problem';
import { Session } from '../../core/session/session';
import { Notice } from '../../ui/notice';
import { modeWords as words } from '../../words/mode';

type State = 'idle' | 'switching' | 'switched' | 'forAdmins' | 'locked' | 'failed';

/** Offers the real market to those who see the simulated one; it takes effect with the next start. */
@Component({
  selector: 'tl-mode-switch',
  imports: [Notice, RouterLink],
  changeDetection: ChangeDetectionStrategy.OnPush,
  template: `
    <tl-notice class="panel" icon="overview" role="status" [title]="title()" [detail]="detail()" [tone]="warns() ? 'warn' : 'plain'">
      @if (state() === 'forAdmins' && !session.signedIn()) {
        <a class="button" routerLink="/sign-in" [queryParams]="{ return: '/health' }">{{ words.signIn }}</a>
      } @else if (!over()) {
        <button type="button" class="button" [attr.aria-disabled]="state() === 'switching' ? true : null" (click)="switch()">
          {{ state() === 'switching' ? words.switching : words.switchToLive }}
        </button>
      }
    </tl-notice>
  `,
})
export class ModeSwitch {
  private readonly api = inject(ApiClient);
  private readonly destroyed = inject(DestroyRef);
  protected readonly session = inject(Session);
  protected readonly words = words;
  protected readonly state = signal<State>('idle');
  protected readonly warns = computed(() => ['locked', 'forAdmins', 'failed'].includes(this.state()));
  protected readonly over = computed(() => ['locked', 'switched', 'forAdmins'].includes(this.state()));
  protected readonly title = computed(() => (this.state() === 'switched' ? words.switched : words.title));
  protected readonly detail = computed(() => {
    const { text, switchedText, locked, forAdmins, failed } = words;
    return { idle: text, switching: text, switched: switchedText, locked, forAdmins, failed }[this.state()];
  });

  protected switch(): void {
    if (this.state() === 'switching') return;
    this.state.set('switching');
    this.api
      .switchMode('live')
      .pipe(takeUntilDestroyed(this.destroyed))
      .subscribe({ next: () => this.state.set('switched'), error: (error: unknown) => this.state.set(refusal(error)) });
  }
}

function refusal(error: unknown): State {
  const { status, problem } = toFailure(error, navigator.onLine);
  if (problem?.code === 'MARKET.MODE_LOCKED') return 'locked';
  return status === 401 || status === 403 ? 'forAdmins' : 'failed';
}
