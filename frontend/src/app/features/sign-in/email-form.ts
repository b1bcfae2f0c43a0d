import { ChangeDetectionStrategy, Component, computed, inject, input, output, signal } from '@angular/core';
import { EntranceApi } from '../../core/entrance-api';
import { submission } from '../../core/submission';
import { Form } from '../../ui/form/form';
import { TextField } from '../../ui/form/text-field';
import { formWords } from '../../words/account';
import { failureText } from '../../words/failures';
import { signInWords } from '../../words/sign-in';
import { checkFields } from './checks';

/** An address that a link is to be mailed to: of a registration, or to choose a new password. */
@Component({
  selector: 'tl-email-form',
  imports: [Form, TextField],
  changeDetection: ChangeDetectionStrategy.OnPush,
  template: `
    <tl-form
      [action]="action()"
      [busy]="sending.busy()"
      [waiting]="sending.waitSeconds() > 0"
      [problem]="problem()"
      [faults]="sending.faults()"
      (send)="send()"
    >
      <tl-text-field
        [label]="words.email"
        name="email"
        type="email"
        inputmode="email"
        autocomplete="username"
        [fault]="fault()"
        [(value)]="email"
      />
    </tl-form>
  `,
})
export class EmailForm {
  private readonly api = inject(EntranceApi);

  readonly link = input.required<'verification' | 'password'>();
  readonly action = input.required<string>();
  /** The address, once the mail was promised. */
  readonly sent = output<string>();

  protected readonly words = signInWords;
  protected readonly sending = submission();
  protected readonly email = signal('');
  protected readonly problem = computed(() => failureText(this.sending.failure(), this.sending.waitSeconds()));
  protected readonly fault = computed(() => {
    const what = this.sending.faults()['email'];
    return what === undefined ? '' : formWords.fault(this.words.email, what);
  });

  protected async send(): Promise<void> {
    const email = this.email().trim();
    const ask = (): Promise<void> => (this.link() === 'password' ? this.api.forgotPassword(email) : this.api.resendVerification(email));
    const done = await this.sending.run(() => ask().then(() => true), checkFields({ email }));
    if (done) this.sent.emit(email);
  }
}
