import { ChangeDetectionStrategy, Component, computed, inject, input, output, signal } from '@angular/core';
import type { TotpSetUp } from '@tideline/contracts';
import { SecurityApi } from '../../core/security-api';
import { submission } from '../../core/submission';
import { CopyButton } from '../../ui/copy-button';
import { Form } from '../../ui/form/form';
import { TextField } from '../../ui/form/text-field';
import { QrCode } from '../../ui/qr-code';
import { formWords } from '../../words/account';
import { failureText } from '../../words/failures';
import { securityWords } from '../../words/security';

/** Gives the secret to an authenticator app, and takes its first code. */
@Component({
  selector: 'tl-factor-set-up',
  imports: [CopyButton, Form, QrCode, TextField],
  changeDetection: ChangeDetectionStrategy.OnPush,
  template: `
    <div class="secret">
      <tl-qr-code [text]="setUp().uri" [label]="words.qrLabel" />
      <div class="text">
        <p class="strong">{{ words.scan }}</p>
        <p>{{ words.orType }}</p>
        <code class="strong">{{ grouped() }}</code>
        <tl-copy-button [text]="setUp().secret" [action]="codes.copy" [done]="copy.done" [failed]="copy.failed" />
      </div>
    </div>
    <tl-form
      [takesFocus]="true"
      [action]="words.confirm"
      [busy]="sending.busy()"
      [waiting]="sending.waitSeconds() > 0"
      [problem]="problem()"
      [faults]="sending.faults()"
      (send)="send()"
    >
      <tl-text-field
        [label]="words.code"
        name="one-time-code"
        inputmode="numeric"
        autocomplete="one-time-code"
        [hint]="words.codeHint"
        [fault]="fault()"
        [(value)]="code"
      />
      <button beside type="button" class="button" (click)="closed.emit()">{{ cancel }}</button>
    </tl-form>
  `,
  styleUrls: ['../../ui/section-parts.scss', './factor-set-up.scss'],
})
export class FactorSetUp {
  private readonly api = inject(SecurityApi);

  readonly setUp = input.required<TotpSetUp>();
  /** The recovery codes. */
  readonly confirmed = output<readonly string[]>();
  readonly closed = output();

  protected readonly words = securityWords.factor;
  protected readonly codes = securityWords.codes;
  protected readonly copy = securityWords.copy;
  protected readonly cancel = securityWords.cancel;
  protected readonly sending = submission();
  protected readonly code = signal('');
  protected readonly grouped = computed(
    () =>
      this.setUp()
        .secret.match(/.{1,4}/g)
        ?.join(' ') ?? '',
  );
  protected readonly problem = computed(() => failureText(this.sending.failure(), this.sending.waitSeconds()));
  protected readonly fault = computed(() => {
    const what = this.sending.faults()['totp'];
    return what === undefined ? '' : formWords.fault(this.words.code, what);
  });

  protected async send(): Promise<void> {
    const code = this.code().replace(/\s/g, '');
    const check: Record<string, string> = code === '' ? { totp: securityWords.empty } : {};
    const made = await this.sending.run(() => this.api.confirmTotp(code), check);
    if (made) this.confirmed.emit(made.recoveryCodes);
  }
}
