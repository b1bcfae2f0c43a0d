import { ChangeDetectionStrategy, Component, computed, inject, input, signal, viewChild } from '@angular/core';
import { SecurityApi } from '../../core/security-api';
import { Session } from '../../core/session/session';
import { submission } from '../../core/submission';
import { download } from '../../ui/download';
import { Form } from '../../ui/form/form';
import { TextField } from '../../ui/form/text-field';
import { formWords } from '../../words/account';
import { failureText } from '../../words/failures';
import { securityWords } from '../../words/security';
import { Section } from '../../ui/section';

/** Take along everything that is held, or leave for good. */
@Component({
  selector: 'tl-own-data',
  imports: [Form, Section, TextField],
  changeDetection: ChangeDetectionStrategy.OnPush,
  template: `
    <tl-section [title]="words.title">
      <p>{{ words.exportText }}</p>
      <div class="buttons">
        <button type="button" class="button" [attr.aria-disabled]="exporting.busy() ? true : null" (click)="export()">
          {{ exporting.busy() ? formWords.busy : words.export }}
        </button>
        <span class="said" role="status">{{ said() }}</span>
      </div>
      <p class="problem" role="alert">{{ exportProblem() }}</p>
      <p>{{ words.deleteText }}</p>
      @if (leaving()) {
        <tl-form
          [action]="words.action"
          [danger]="true"
          [takesFocus]="true"
          [busy]="deleting.busy()"
          [waiting]="deleting.waitSeconds() > 0"
          [problem]="problem()"
          [faults]="deleting.faults()"
          (send)="delete()"
        >
          <tl-text-field
            [label]="words.confirm(email())"
            name="confirm-address"
            autocomplete="off"
            inputmode="email"
            [fault]="fault()"
            [(value)]="typed"
          />
          <button beside type="button" class="button" (click)="stay()">{{ cancel }}</button>
        </tl-form>
      } @else {
        <div class="buttons">
          <button type="button" class="button danger" (click)="leaving.set(true)">{{ words.delete }}</button>
        </div>
      }
    </tl-section>
  `,
  styleUrl: '../../ui/section-parts.scss',
})
export class OwnData {
  private readonly api = inject(SecurityApi);
  private readonly session = inject(Session);
  private readonly section = viewChild.required(Section);

  readonly email = input.required<string>();

  protected readonly words = securityWords.own;
  protected readonly formWords = formWords;
  protected readonly cancel = securityWords.cancel;
  protected readonly exporting = submission();
  protected readonly deleting = submission();
  protected readonly said = signal('');
  protected readonly leaving = signal(false);
  protected readonly typed = signal('');
  protected readonly exportProblem = computed(() => failureText(this.exporting.failure(), this.exporting.waitSeconds()));
  protected readonly problem = computed(() => failureText(this.deleting.failure(), this.deleting.waitSeconds()));
  protected readonly fault = computed(() => {
    const what = this.deleting.faults()['address'];
    return what === undefined ? '' : formWords.fault(this.words.typed, what);
  });

  protected async export(): Promise<void> {
    this.said.set('');
    const held = await this.exporting.run(() => this.api.exportOwn());
    if (held === undefined) return;
    download(`tideline-${new Date().toISOString().slice(0, 10)}.json`, JSON.stringify(held, null, 2), 'application/json');
    this.said.set(this.words.exported);
  }

  protected stay(): void {
    this.section().focus();
    this.leaving.set(false);
    this.typed.set('');
    this.deleting.clear();
  }

  protected async delete(): Promise<void> {
    const matches = this.typed().trim().toLowerCase() === this.email().toLowerCase();
    const check: Record<string, string> = matches ? {} : { address: this.words.mismatch };
    const done = await this.deleting.run(() => this.api.deleteOwn().then(() => true), check);
    if (done) this.session.leave();
  }
}
