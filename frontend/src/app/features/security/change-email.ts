import { ChangeDetectionStrategy, Component, computed, inject, input, signal, viewChild } from '@angular/core';
import { SecurityApi } from '../../core/security-api';
import { Session } from '../../core/session/session';
import { submission } from '../../core/submission';
import { Form } from '../../ui/form/form';
import { TextField } from '../../ui/form/text-field';
import { formWords } from '../../words/account';
import { failureText } from '../../words/failures';
import { securityWords } from '../../words/security';
import { Section } from '../../ui/section';

/** The address of the account; another one holds from when its mailbox confirms it. */
@Component({
  selector: 'tl-change-email',
  imports: [Form, Section, TextField],
  changeDetection: ChangeDetectionStrategy.OnPush,
  template: `
    <tl-section [title]="words.title">
      @if (!open()) {
        <button head type="button" class="button" (click)="begin()">{{ words.change }}</button>
      }
      <p class="strong">{{ email() }}</p>
      @if (pending(); as pending) {
        <p class="warn">{{ words.pending(pending) }}</p>
      }
      <p class="said" role="status">{{ said() }}</p>
      @if (open()) {
        <tl-form
          [takesFocus]="true"
          [action]="words.action"
          [busy]="sending.busy()"
          [waiting]="sending.waitSeconds() > 0"
          [problem]="problem()"
          [faults]="sending.faults()"
          (send)="send()"
        >
          <tl-text-field
            [label]="words.newEmail"
            name="email"
            type="email"
            inputmode="email"
            autocomplete="email"
            [fault]="fault('email', words.newEmail)"
            [(value)]="newEmail"
          />
          <tl-text-field
            [label]="formWords.password"
            name="password"
            type="password"
            autocomplete="current-password"
            [fault]="fault('password', formWords.password)"
            [(value)]="password"
          />
          <button beside type="button" class="button" (click)="close()">{{ cancel }}</button>
        </tl-form>
      }
    </tl-section>
  `,
  styleUrl: '../../ui/section-parts.scss',
})
export class ChangeEmail {
  private readonly api = inject(SecurityApi);
  private readonly section = viewChild.required(Section);
  private readonly session = inject(Session);

  readonly email = input.required<string>();
  readonly pending = input.required<string | null>();

  protected readonly words = securityWords.email;
  protected readonly formWords = formWords;
  protected readonly cancel = securityWords.cancel;
  protected readonly sending = submission();
  protected readonly open = signal(false);
  protected readonly said = signal('');
  protected readonly newEmail = signal('');
  protected readonly password = signal('');
  protected readonly problem = computed(() => failureText(this.sending.failure(), this.sending.waitSeconds()));

  protected fault(name: 'email' | 'password', label: string): string {
    const faults = this.sending.faults();
    const what = faults[name] ?? (name === 'password' ? faults['currentPassword'] : undefined);
    return what === undefined ? '' : formWords.fault(label, what);
  }

  protected begin(): void {
    this.said.set('');
    this.open.set(true);
  }

  protected close(): void {
    this.section().focus();
    this.open.set(false);
    this.password.set('');
    this.sending.clear();
  }

  protected async send(): Promise<void> {
    const [email, password] = [this.newEmail().trim(), this.password()];
    const check: Record<string, string> = {
      ...(email === '' ? { email: securityWords.empty } : {}),
      ...(password === '' ? { password: securityWords.empty } : {}),
    };
    const done = await this.sending.run(() => this.api.changeEmail(email, password).then(() => true), check);
    if (!done) return;
    this.close();
    this.newEmail.set('');
    this.said.set(this.words.done(email));
    await this.session.reload().catch(() => undefined);
  }
}
