import {
  ChangeDetectionStrategy,
  Component,
  afterNextRender,
  computed,
  inject,
  Injector,
  input,
  output,
  signal,
  viewChild,
} from '@angular/core';
import { Session } from '../../core/session/session';
import { submission } from '../../core/submission';
import { Form } from '../../ui/form/form';
import { TextField } from '../../ui/form/text-field';
import { formWords } from '../../words/account';
import { failureText } from '../../words/failures';
import { signInWords } from '../../words/sign-in';
import { checkFields } from './checks';
import { ResendLink } from './resend-link';

/** Address and password, then the code of a second factor where the account has one. */
@Component({
  selector: 'tl-sign-in-form',
  imports: [Form, ResendLink, TextField],
  changeDetection: ChangeDetectionStrategy.OnPush,
  templateUrl: './sign-in-form.html',
  styleUrl: './entrance-parts.scss',
})
export class SignInForm {
  private readonly session = inject(Session);
  private readonly injector = inject(Injector);
  private readonly codeField = viewChild<TextField>('codeField');

  /** The address to begin with. */
  readonly startEmail = input('');
  readonly done = output();

  protected readonly words = signInWords;
  protected readonly formWords = formWords;
  protected readonly sending = submission();
  protected readonly email = signal('');
  protected readonly password = signal('');
  protected readonly code = signal('');
  protected readonly step = signal<'password' | 'code'>('password');
  protected readonly byRecovery = signal(false);
  protected readonly address = computed(() => this.email() || this.startEmail());
  protected readonly unverified = computed(() => this.sending.failure()?.problem?.code === 'AUTH.EMAIL_NOT_VERIFIED');
  protected readonly problem = computed(() => failureText(this.sending.failure(), this.sending.waitSeconds()));

  protected fault(name: 'email' | 'password' | 'totp', label: string): string {
    const what = this.sending.faults()[name];
    return what === undefined ? '' : formWords.fault(label, what);
  }

  protected async send(): Promise<void> {
    const [email, password, totp] = [this.address().trim(), this.password(), this.code().trim()];
    const withCode = this.step() === 'code';
    const signedIn = await this.sending.run(
      () => this.session.signIn({ email, password, ...(withCode ? { totp } : {}) }),
      checkFields({ email, password, ...(withCode ? { totp } : {}) }),
    );
    if (signedIn !== undefined) this.done.emit();
    else if (!withCode && this.sending.failure()?.problem?.code === 'AUTH.SECOND_FACTOR_REQUIRED') this.askForCode();
  }

  protected switchKind(): void {
    this.byRecovery.update((recovery) => !recovery);
    this.code.set('');
    this.sending.clear();
    this.focusCode();
  }

  protected startAgain(): void {
    this.step.set('password');
    this.code.set('');
    this.password.set('');
    this.byRecovery.set(false);
    this.sending.clear();
  }

  private askForCode(): void {
    this.sending.clear();
    this.step.set('code');
    this.focusCode();
  }

  private focusCode(): void {
    afterNextRender(() => this.codeField()?.focus(), { injector: this.injector });
  }
}
