import { ChangeDetectionStrategy, Component, computed, input, model } from '@angular/core';
import { formWords } from '../../words/account';
import { TextField } from './text-field';

/** The server's rule; there are no others that can be told without asking it. */
export const shortestPassword = 12;

/** A password to be: how long it is, while it is typed. */
@Component({
  selector: 'tl-new-password',
  imports: [TextField],
  changeDetection: ChangeDetectionStrategy.OnPush,
  template: `
    <tl-text-field
      [label]="label()"
      name="new-password"
      type="password"
      autocomplete="new-password"
      [hint]="hint()"
      [fault]="fault()"
      [(value)]="value"
    />
  `,
})
export class NewPassword {
  readonly label = input<string>(formWords.password);
  readonly fault = input<string | undefined>('');
  readonly value = model('');
  protected readonly hint = computed(() => formWords.passwordLength([...this.value()].length, shortestPassword));
}
