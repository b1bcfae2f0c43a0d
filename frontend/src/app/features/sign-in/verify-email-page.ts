import { ChangeDetectionStrategy, Component, computed, inject, signal } from '@angular/core';
import { RouterLink } from '@angular/router';
import { EntranceApi } from '../../core/entrance-api';
import { Session } from '../../core/session/session';
import { submission } from '../../core/submission';
import { Form } from '../../ui/form/form';
import { Outcome } from '../../ui/form/outcome';
import { failureText } from '../../words/failures';
import { signInWords } from '../../words/sign-in';
import { EmailForm } from './email-form';
import { Entrance } from './entrance';
import { refusesLink, takeLinkToken } from './link-token';

/**
 * Confirm an address with the mailed link, of a registration or of a change. It takes a press: programs that look through mails follow links
 * and may even run a page's script, and an address must not be confirmed by them.
 */
@Component({
  selector: 'tl-verify-email-page',
  imports: [EmailForm, Entrance, Form, Outcome, RouterLink],
  changeDetection: ChangeDetectionStrategy.OnPush,
  templateUrl: './verify-email-page.html',
})
export class VerifyEmailPage {
  private readonly api = inject(EntranceApi);
  protected readonly session = inject(Session);

  protected readonly words = signInWords.verify;
  protected readonly resend = signInWords.resend;
  protected readonly token = takeLinkToken();
  protected readonly sending = submission();
  protected readonly done = signal(false);
  protected readonly resent = signal(false);
  protected readonly problem = computed(() => failureText(this.sending.failure(), this.sending.waitSeconds()));
  protected readonly state = computed(() => {
    const code = this.sending.failure()?.problem?.code;
    if (this.resent()) return 'resent';
    if (this.done()) return 'done';
    if (this.token === null) return 'noLink';
    if (refusesLink(this.sending)) return 'expired';
    return code === 'USERS.EMAIL_TAKEN' ? 'taken' : 'ready';
  });

  protected async confirm(): Promise<void> {
    const { token } = this;
    if (token === null) return;
    const done = await this.sending.run(() => this.api.verifyEmail(token).then(() => true));
    this.done.set(done === true);
    if (done && this.session.signedIn()) await this.session.reload().catch(() => undefined);
  }
}
