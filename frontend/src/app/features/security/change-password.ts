import { ChangeDetectionStrategy, Component, computed, inject, input, signal, viewChild } from '@angular/core';
import { SecurityApi } from '../../core/security-api';
import { submission } from '../../core/submission';
import { Form } from '../../ui/form/form';
import { NewPassword, shortestPassword } from '../../ui/form/new-password';
import { TextField } from '../../ui/form/text-field';
import { formWords } from '../../words/account';
import { failureText } from '../../words/failures';
import { securityWords } from '../../words/security';
import { Section } from '../../ui/section';

/** Another password; it ends all other sessions. */
@Component({
  selector: 'tl-change-password',
  imports: [Form, NewPassword, Section, TextField],
  changeDetection: ChangeDetectionStrategy.OnPush,
  template: `
    <tl-section [title]="words.title">
      @if (!open()) {
        <button head type="button" class="button" (click)="begin()">{{ words.change }}</button>
      }
      <p class="said" role="status">{{ said() }}</p>
      <p>{{ words.text }}</p>
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
          <input class="visually-hidden" type="text" autocomplete="username" tabindex="-1" aria-hidden="true" readonly [value]="email()" />
          <tl-text-field
            [label]="words.current"
            name="current-password"
            type="password"
            autocomplete="current-password"
            [fault]="fault('currentPassword', words.current)"
            [(value)]="current"
          />
          <tl-new-password [label]="words.next" [fault]="fault('password', words.next)" [(value)]="next" />
          <button beside type="button" class="button" (click)="close()">{{ cancel }}</button>
        </tl-form>
      }
    </tl-section>
  `,
  styleUrl: '../../ui/section-parts.scss',
})
export class ChangePassword {
  private readonly api = inject(SecurityApi);
  private readonly section = viewChild.required(Section);

  readonly email = input.required<string>();

  protected readonly words = securityWords.password;
  protected readonly cancel = securityWords.cancel;
  protected readonly sending = submission();
  protected readonly open = signal(false);
  protected readonly said = signal('');
  protected readonly current = signal('');
  protected readonly next = signal('');
  protected readonly problem = computed(() => failureText(this.sending.failure(), this.sending.waitSeconds()));

  protected fault(name: 'currentPassword' | 'password', label: string): string {
    const what = this.sending.faults()[name];
    return what === undefined ? '' : formWords.fault(label, what);
  }

  protected begin(): void {
    this.said.set('');
    this.open.set(true);
  }

  protected close(): void {
    this.section().focus();
    this.open.set(false);
    this.current.set('');
    this.next.set('');
    this.sending.clear();
  }

  protected async send(): Promise<void> {
    const [current, next] = [this.current(), this.next()];
    const check: Record<string, string> = {
      ...(current === '' ? { currentPassword: securityWords.empty } : {}),
      ...([...next].length < shortestPassword ? { password: formWords.tooShort(shortestPassword) } : {}),
    };
    const done = await this.sending.run(() => this.api.changePassword(current, next).then(() => true), check);
    if (!done) return;
    this.close();
    this.said.set(this.words.done);
  }
}
