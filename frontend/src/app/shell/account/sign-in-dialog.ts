import { ChangeDetectionStrategy, Component, inject, output, viewChild } from '@angular/core';
import { SignInForm } from '../../features/sign-in/sign-in-form';
import { Sheet } from '../../ui/sheet';
import { signInWords } from '../../words/sign-in';
import { SignInState } from './sign-in-state';

/** Sign in again over the page one is on, so that nothing typed there is lost. */
@Component({
  selector: 'tl-sign-in-dialog',
  imports: [Sheet, SignInForm],
  changeDetection: ChangeDetectionStrategy.OnPush,
  template: `
    <tl-sheet [title]="words.again" [close]="words.stay" (closed)="closed.emit()">
      <tl-sign-in-form [startEmail]="email" (done)="sheet().dismiss()" />
    </tl-sheet>
  `,
})
export class SignInDialog {
  readonly closed = output();
  protected readonly words = signInWords.signIn;
  protected readonly email = inject(SignInState).lastEmail();
  protected readonly sheet = viewChild.required(Sheet);
}
