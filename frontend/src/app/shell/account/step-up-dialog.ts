import { ChangeDetectionStrategy, Component, computed, inject, output, signal, viewChild } from '@angular/core';
import { Session } from '../../core/session/session';
import { StepUp } from '../../core/session/step-up';
import { submission } from '../../core/submission';
import { Form } from '../../ui/form/form';
import { TextField } from '../../ui/form/text-field';
import { Sheet } from '../../ui/sheet';
import { formWords } from '../../words/account';
import { failureText } from '../../words/failures';
import { stepUpWords } from '../../words/step-up';

/** Asks who is signed in to show once more that it is them: with the code of a second factor, where there is none with the password. */
@Component({
  selector: 'tl-step-up-dialog',
  imports: [Form, Sheet, TextField],
  changeDetection: ChangeDetectionStrategy.OnPush,
  template: `
    <tl-sheet [title]="words.title" [close]="words.cancel" (closed)="closed.emit(token)">
      <p class="lead">{{ words.lead }}</p>
      <tl-form
        [takesFocus]="true"
        [action]="words.action"
        [busy]="sending.busy()"
        [waiting]="sending.waitSeconds() > 0"
        [problem]="problem()"
        [faults]="sending.faults()"
        (send)="send()"
      >
        @if (byCode) {
          <tl-text-field
            [label]="words.code"
            name="one-time-code"
            autocomplete="one-time-code"
            [hint]="words.codeHint"
            [fault]="fault()"
            [(value)]="typed"
          />
        } @else {
          <input class="visually-hidden" type="text" autocomplete="username" tabindex="-1" aria-hidden="true" readonly [value]="email" />
          <tl-text-field
            [label]="formWords.password"
            name="password"
            type="password"
            autocomplete="current-password"
            [fault]="fault()"
            [(value)]="typed"
          />
        }
      </tl-form>
    </tl-sheet>
  `,
  styles: `
    .lead {
      margin-block-end: var(--tl-s4);
      color: var(--tl-text-2);
    }
  `,
})
export class StepUpDialog {
  private readonly stepUp = inject(StepUp);
  private readonly sheet = viewChild.required(Sheet);
  private readonly user = inject(Session).user();

  /** The token, or null when there is none. It is told once the dialog is closed, so that the focus goes back to where it was. */
  readonly closed = output<string | null>();

  protected token: string | null = null;
  protected readonly words = stepUpWords;
  protected readonly formWords = formWords;
  protected readonly sending = submission();
  protected readonly email = this.user?.email ?? '';
  protected readonly byCode = this.user?.totpEnabled ?? false;
  protected readonly typed = signal('');
  protected readonly problem = computed(() => failureText(this.sending.failure(), this.sending.waitSeconds()));
  protected readonly fault = computed(() => {
    const faults = this.sending.faults();
    const what = this.byCode ? faults['totp'] : faults['password'];
    return what === undefined ? '' : formWords.fault(this.byCode ? this.words.code : formWords.password, what);
  });

  protected async send(): Promise<void> {
    const name = this.byCode ? 'totp' : 'password';
    const proof = this.byCode ? { totp: this.typed().trim() } : { password: this.typed() };
    const check: Record<string, string> = this.typed().trim() === '' ? { [name]: this.words.empty } : {};
    this.token = (await this.sending.run(() => this.stepUp.prove(proof), check)) ?? null;
    if (this.token !== null) this.sheet().dismiss();
  }
}
