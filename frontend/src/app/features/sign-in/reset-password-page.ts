import { ChangeDetectionStrategy, Component, computed, inject, signal } from '@angular/core';
import { RouterLink } from '@angular/router';
import { EntranceApi } from '../../core/entrance-api';
import { submission } from '../../core/submission';
import { Form } from '../../ui/form/form';
import { NewPassword } from '../../ui/form/new-password';
import { Outcome } from '../../ui/form/outcome';
import { formWords } from '../../words/account';
import { failureText } from '../../words/failures';
import { signInWords } from '../../words/sign-in';
import { checkFields } from './checks';
import { Entrance } from './entrance';
import { refusesLink, takeLinkToken } from './link-token';

/** Choose a new password with the mailed link. */
@Component({
  selector: 'tl-reset-password-page',
  imports: [Entrance, Form, NewPassword, Outcome, RouterLink],
  changeDetection: ChangeDetectionStrategy.OnPush,
  templateUrl: './reset-password-page.html',
  styleUrl: './entrance-parts.scss',
})
export class ResetPasswordPage {
  private readonly api = inject(EntranceApi);

  protected readonly words = signInWords.reset;
  protected readonly token = takeLinkToken();
  protected readonly sending = submission();
  protected readonly password = signal('');
  protected readonly done = signal(false);
  protected readonly expired = computed(() => refusesLink(this.sending));
  protected readonly problem = computed(() => failureText(this.sending.failure(), this.sending.waitSeconds()));
  protected readonly fault = computed(() => {
    const what = this.sending.faults()['password'];
    return what === undefined ? '' : formWords.fault(this.words.password, what);
  });

  protected async send(): Promise<void> {
    const { token } = this;
    if (token === null) return;
    const password = this.password();
    const done = await this.sending.run(
      () => this.api.resetPassword(token, password).then(() => true),
      checkFields({ newPassword: password }),
    );
    this.done.set(done === true);
  }
}
