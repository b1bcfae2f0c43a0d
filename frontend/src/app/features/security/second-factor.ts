import { ChangeDetectionStrategy, Component, computed, inject, input, signal, viewChild } from '@angular/core';
import type { TotpSetUp } from '@tideline/contracts';
import { SecurityApi } from '../../core/security-api';
import { Session } from '../../core/session/session';
import { submission } from '../../core/submission';
import { failureText } from '../../words/failures';
import { securityWords } from '../../words/security';
import { FactorSetUp } from './factor-set-up';
import { RecoveryCodes } from './recovery-codes';
import { Section } from '../../ui/section';

/** Fewer than this should be renewed. */
const fewCodes = 3;

/** The second factor: switched on with a code, renewed, switched off. */
@Component({
  selector: 'tl-second-factor',
  imports: [FactorSetUp, RecoveryCodes, Section],
  changeDetection: ChangeDetectionStrategy.OnPush,
  templateUrl: './second-factor.html',
  styleUrl: '../../ui/section-parts.scss',
})
export class SecondFactor {
  private readonly api = inject(SecurityApi);
  private readonly session = inject(Session);
  private readonly section = viewChild.required(Section);

  readonly on = input.required<boolean>();
  readonly codesLeft = input.required<number>();
  readonly email = input.required<string>();

  protected readonly words = securityWords.factor;
  protected readonly cancel = securityWords.cancel;
  protected readonly sending = submission();
  protected readonly setUp = signal<TotpSetUp | null>(null);
  protected readonly codes = signal<readonly string[] | null>(null);
  protected readonly asking = signal<'off' | 'codes' | null>(null);
  protected readonly said = signal('');
  protected readonly few = computed(() => this.codesLeft() < fewCodes);
  protected readonly problem = computed(() => failureText(this.sending.failure(), this.sending.waitSeconds()));

  protected async begin(): Promise<void> {
    this.said.set('');
    const setUp = await this.sending.run(() => this.api.beginTotp());
    if (setUp) this.setUp.set(setUp);
  }

  protected async confirmed(codes: readonly string[]): Promise<void> {
    this.setUp.set(null);
    this.codes.set(codes);
    await this.session.reload().catch(() => undefined);
  }

  protected kept(): void {
    this.section().focus();
    this.codes.set(null);
  }

  protected abandon(): void {
    this.section().focus();
    this.setUp.set(null);
  }

  protected ask(what: 'off' | 'codes' | null): void {
    this.section().focus();
    this.said.set('');
    this.sending.clear();
    this.asking.set(what);
  }

  protected async renewCodes(): Promise<void> {
    const made = await this.sending.run(() => this.api.renewRecoveryCodes());
    if (!made) return;
    this.asking.set(null);
    this.codes.set(made.recoveryCodes);
    await this.session.reload().catch(() => undefined);
  }

  protected async switchOff(): Promise<void> {
    const done = await this.sending.run(() => this.api.endTotp().then(() => true));
    if (!done) return;
    this.asking.set(null);
    this.codes.set(null);
    this.section().focus();
    this.said.set(this.words.switchedOff);
    await this.session.reload().catch(() => undefined);
  }
}
