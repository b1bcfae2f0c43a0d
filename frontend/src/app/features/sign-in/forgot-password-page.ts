import { ChangeDetectionStrategy, Component, signal } from '@angular/core';
import { RouterLink } from '@angular/router';
import { Outcome } from '../../ui/form/outcome';
import { signInWords } from '../../words/sign-in';
import { EmailForm } from './email-form';
import { Entrance } from './entrance';

/** Ask for a link to choose a new password. */
@Component({
  selector: 'tl-forgot-password-page',
  imports: [EmailForm, Entrance, Outcome, RouterLink],
  changeDetection: ChangeDetectionStrategy.OnPush,
  template: `
    <tl-entrance [title]="words.forgot.title" [lead]="sentTo() ? '' : words.forgot.lead">
      @if (sentTo(); as email) {
        <tl-outcome icon="mail" [title]="words.forgot.done" [text]="words.forgot.doneText(email)">
          <p>{{ words.resend.missing }}</p>
          <button type="button" class="button" (click)="sentTo.set('')">{{ words.forgot.again }}</button>
        </tl-outcome>
      } @else {
        <tl-email-form link="password" [action]="words.forgot.action" (sent)="sentTo.set($event)" />
      }
      <div class="links">
        <a routerLink="/sign-in">{{ words.forgot.toSignIn }}</a>
      </div>
    </tl-entrance>
  `,
  styleUrl: './entrance-parts.scss',
})
export class ForgotPasswordPage {
  protected readonly words = signInWords;
  protected readonly sentTo = signal('');
}
