import { ChangeDetectionStrategy, Component, computed, inject, input, signal } from '@angular/core';
import { EntranceApi } from '../../core/entrance-api';
import { submission } from '../../core/submission';
import { failureText } from '../../words/failures';
import { signInWords } from '../../words/sign-in';

/** Sends the link of a registration once more to an address that is known here already. */
@Component({
  selector: 'tl-resend-link',
  changeDetection: ChangeDetectionStrategy.OnPush,
  template: `
    <button type="button" class="button" [attr.aria-disabled]="sending.busy() || waits() ? true : null" (click)="send()">
      {{ words.resend.action }}
    </button>
    <p role="status">{{ said() }}</p>
  `,
  styles: `
    :host {
      display: grid;
      gap: var(--tl-s2);
      justify-items: start;
      color: var(--tl-text-2);
    }
    p:empty {
      display: none;
    }
  `,
})
export class ResendLink {
  private readonly api = inject(EntranceApi);

  readonly email = input.required<string>();

  protected readonly words = signInWords;
  protected readonly sending = submission();
  protected readonly waits = computed(() => this.sending.waitSeconds() > 0);
  protected readonly said = computed(() =>
    this.sent() ? this.words.resend.done : failureText(this.sending.failure(), this.sending.waitSeconds()),
  );
  private readonly sent = signal(false);

  protected async send(): Promise<void> {
    if (this.waits()) return;
    this.sent.set(false);
    const done = await this.sending.run(() => this.api.resendVerification(this.email()).then(() => true));
    this.sent.set(done === true);
  }
}
