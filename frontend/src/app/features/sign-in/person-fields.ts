import { ChangeDetectionStrategy, Component, input, model } from '@angular/core';
import { NewPassword } from '../../ui/form/new-password';
import { TextField } from '../../ui/form/text-field';
import { formWords } from '../../words/account';
import { signInWords } from '../../words/sign-in';

/** Who somebody wants to be here: name, address, password. */
@Component({
  selector: 'tl-person-fields',
  imports: [NewPassword, TextField],
  changeDetection: ChangeDetectionStrategy.OnPush,
  template: `
    <tl-text-field
      [label]="words.name"
      name="name"
      autocomplete="name"
      [hint]="words.nameHint"
      [fault]="fault('displayName', words.name)"
      [(value)]="displayName"
    />
    <tl-text-field
      [label]="words.email"
      name="email"
      type="email"
      inputmode="email"
      autocomplete="username"
      [fault]="fault('email', words.email)"
      [(value)]="email"
    />
    <tl-new-password [fault]="fault('password', formWords.password)" [(value)]="password" />
  `,
  styleUrl: './entrance-parts.scss',
})
export class PersonFields {
  readonly faults = input.required<Readonly<Record<string, string>>>();
  readonly displayName = model('');
  readonly email = model('');
  readonly password = model('');

  protected readonly words = signInWords;
  protected readonly formWords = formWords;

  protected fault(name: string, label: string): string {
    const what = this.faults()[name];
    return what === undefined ? '' : formWords.fault(label, what);
  }
}
