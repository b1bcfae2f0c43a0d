import { ChangeDetectionStrategy, Component, computed, inject, signal } from '@angular/core';
import type { VerificationLink } from '@tideline/contracts';
import { submission } from '../../../core/submission';
import { CopyButton } from '../../../ui/copy-button';
import { formatExact } from '../../../ui/figures';
import { Outcome } from '../../../ui/form/outcome';
import { Section } from '../../../ui/section';
import { adminUserWords } from '../../../words/admin-users';
import { securityWords } from '../../../words/security';
import { refusalText } from '../refusal';
import { UserStore } from './user-store';

/** For an address that is not confirmed: its link once more, by mail or to hand on. */
@Component({
  selector: 'tl-user-address',
  imports: [CopyButton, Outcome, Section],
  changeDetection: ChangeDetectionStrategy.OnPush,
  template: `
    <tl-section [title]="words.title">
      <p>{{ words.text }}</p>
      <p class="said" role="status">{{ said() }}</p>
      <p class="problem" role="alert">{{ problem() }}</p>
      @if (link(); as link) {
        <tl-outcome [title]="words.ready" [text]="madeText()">
          <code class="strong">{{ link.link }}</code>
          <div class="buttons">
            <tl-copy-button [text]="link.link" [action]="words.copy" [done]="copy.done" [failed]="copy.failed" />
          </div>
        </tl-outcome>
      }
      <div class="buttons">
        <button type="button" class="button" [attr.aria-disabled]="sending.busy() ? true : null" (click)="resend()">
          {{ words.resend }}
        </button>
        @if (link() === null) {
          <button type="button" class="button" [attr.aria-disabled]="sending.busy() ? true : null" (click)="make()">
            {{ words.make }}
          </button>
        }
      </div>
    </tl-section>
  `,
  styleUrl: '../../../ui/section-parts.scss',
})
export class UserAddress {
  private readonly store = inject(UserStore);

  protected readonly words = adminUserWords.address;
  protected readonly copy = securityWords.copy;
  protected readonly sending = submission();
  protected readonly said = signal('');
  protected readonly link = signal<VerificationLink | null>(null);
  protected readonly problem = computed(() => refusalText(this.sending));
  protected readonly madeText = computed(() => this.words.made(formatExact(Date.parse(this.link()?.expiresAt ?? ''))));

  protected async resend(): Promise<void> {
    this.said.set('');
    const done = await this.sending.run(() => this.store.resendVerification().then(() => true));
    if (done) this.said.set(this.words.resent(this.store.user()?.email ?? ''));
    else this.store.query.retry();
  }

  protected async make(): Promise<void> {
    this.said.set('');
    const link = await this.sending.run(() => this.store.verificationLink());
    if (link) this.link.set(link);
    else this.store.query.retry();
  }
}
