import { ChangeDetectionStrategy, Component, DOCUMENT, computed, effect, inject, input } from '@angular/core';
import { Router, RouterLink } from '@angular/router';
import { returnPath } from '../../core/session/return-path';
import { Session } from '../../core/session/session';
import { signInWords } from '../../words/sign-in';
import { Entrance } from './entrance';
import { SignInForm } from './sign-in-form';

/** Sign in, and go back to where one wanted to be; also when another tab signs in meanwhile. */
@Component({
  selector: 'tl-sign-in-page',
  imports: [Entrance, RouterLink, SignInForm],
  changeDetection: ChangeDetectionStrategy.OnPush,
  template: `
    <tl-entrance [title]="words.signIn.title" [lead]="path() === '/' ? '' : words.signIn.back">
      <tl-sign-in-form />
      <div class="links">
        <a routerLink="/forgot-password">{{ words.signIn.forgot }}</a>
        <a routerLink="/register">{{ words.signIn.toRegister }}</a>
      </div>
    </tl-entrance>
  `,
  styleUrl: './entrance-parts.scss',
})
export class SignInPage {
  private readonly origin = inject(DOCUMENT).location.origin;

  /** Where to go afterwards, as the address says. */
  readonly return = input<string>();

  protected readonly words = signInWords;
  protected readonly path = computed(() => returnPath(this.return(), this.origin));

  constructor() {
    const session = inject(Session);
    const router = inject(Router);
    effect(() => {
      if (session.signedIn()) void router.navigateByUrl(this.path(), { replaceUrl: true });
    });
  }
}
