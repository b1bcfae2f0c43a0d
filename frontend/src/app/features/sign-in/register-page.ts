import { ChangeDetectionStrategy, Component, computed, inject, signal } from '@angular/core';
import { RouterLink } from '@angular/router';
import { EntranceApi } from '../../core/entrance-api';
import { submission } from '../../core/submission';
import { Form } from '../../ui/form/form';
import { Outcome } from '../../ui/form/outcome';
import { failureText } from '../../words/failures';
import { signInWords } from '../../words/sign-in';
import { checkFields } from './checks';
import { Entrance } from './entrance';
import { PersonFields } from './person-fields';
import { ResendLink } from './resend-link';

/** Create an account; the mailed link confirms its address. */
@Component({
  selector: 'tl-register-page',
  imports: [Entrance, Form, Outcome, PersonFields, ResendLink, RouterLink],
  changeDetection: ChangeDetectionStrategy.OnPush,
  template: `
    <tl-entrance [title]="words.register.title" [lead]="sent() ? '' : words.register.lead">
      @if (sent()) {
        <tl-outcome icon="mail" [title]="words.register.done" [text]="words.register.doneText(email().trim())">
          <p>{{ words.resend.missing }}</p>
          <tl-resend-link [email]="email().trim()" />
          <button type="button" class="link" (click)="sent.set(false)">{{ words.register.otherEmail }}</button>
        </tl-outcome>
      } @else {
        <tl-form
          [action]="words.register.action"
          [busy]="sending.busy()"
          [waiting]="sending.waitSeconds() > 0"
          [problem]="problem()"
          [faults]="sending.faults()"
          (send)="send()"
        >
          <tl-person-fields [faults]="sending.faults()" [(displayName)]="displayName" [(email)]="email" [(password)]="password" />
        </tl-form>
        <div class="links">
          <a routerLink="/sign-in">{{ words.register.toSignIn }}</a>
        </div>
      }
    </tl-entrance>
  `,
  styleUrl: './entrance-parts.scss',
})
export class RegisterPage {
  private readonly api = inject(EntranceApi);

  protected readonly words = signInWords;
  protected readonly sending = submission();
  protected readonly displayName = signal('');
  protected readonly email = signal('');
  protected readonly password = signal('');
  protected readonly sent = signal(false);
  protected readonly problem = computed(() => failureText(this.sending.failure(), this.sending.waitSeconds()));

  protected async send(): Promise<void> {
    const person = { displayName: this.displayName().trim(), email: this.email().trim(), password: this.password() };
    const check = checkFields({ displayName: person.displayName, email: person.email, newPassword: person.password });
    const done = await this.sending.run(() => this.api.register(person).then(() => true), check);
    this.sent.set(done === true);
  }
}
