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
import { refusesLink, takeLinkToken } from './link-token';
import { PersonFields } from './person-fields';

/** Become the first administrator of an install, with the link in its log. */
@Component({
  selector: 'tl-set-up-page',
  imports: [Entrance, Form, Outcome, PersonFields, RouterLink],
  changeDetection: ChangeDetectionStrategy.OnPush,
  template: `
    <tl-entrance [title]="words.title" [lead]="token === null || done() || expired() ? '' : words.lead">
      @if (done()) {
        <tl-outcome [title]="words.done" [text]="words.doneText">
          <a class="button main" routerLink="/sign-in">{{ words.toSignIn }}</a>
        </tl-outcome>
      } @else if (token === null) {
        <tl-outcome icon="warning" [title]="words.noLink" [text]="words.noLinkText" />
      } @else if (expired()) {
        <tl-outcome icon="warning" [title]="words.expired" [text]="words.expiredText" />
      } @else {
        <tl-form
          [action]="words.action"
          [busy]="sending.busy()"
          [waiting]="sending.waitSeconds() > 0"
          [problem]="problem()"
          [faults]="sending.faults()"
          (send)="send()"
        >
          <tl-person-fields [faults]="sending.faults()" [(displayName)]="displayName" [(email)]="email" [(password)]="password" />
        </tl-form>
      }
    </tl-entrance>
  `,
})
export class SetUpPage {
  private readonly api = inject(EntranceApi);

  protected readonly words = signInWords.setUp;
  protected readonly token = takeLinkToken();
  protected readonly sending = submission();
  protected readonly displayName = signal('');
  protected readonly email = signal('');
  protected readonly password = signal('');
  protected readonly done = signal(false);
  protected readonly expired = computed(() => refusesLink(this.sending));
  protected readonly problem = computed(() => failureText(this.sending.failure(), this.sending.waitSeconds()));

  protected async send(): Promise<void> {
    const { token } = this;
    if (token === null) return;
    const person = { displayName: this.displayName().trim(), email: this.email().trim(), password: this.password() };
    const check = checkFields({ displayName: person.displayName, email: person.email, newPassword: person.password });
    const done = await this.sending.run(() => this.api.setUp(token, person).then(() => true), check);
    this.done.set(done === true);
  }
}
