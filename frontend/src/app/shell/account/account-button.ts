import { ChangeDetectionStrategy, Component, computed, inject, signal } from '@angular/core';
import { Session } from '../../core/session/session';
import { Icon } from '../../ui/icon';
import { initials } from '../../ui/initials';
import { accountWords } from '../../words/account';
import { AccountMenu } from './account-menu';
import { SignInState } from './sign-in-state';

/** Who is signed in, and what belongs to that; for a visitor the way in. The menu is loaded when it is opened. */
@Component({
  selector: 'tl-account-button',
  imports: [AccountMenu, Icon],
  changeDetection: ChangeDetectionStrategy.OnPush,
  template: `
    @if (session.user(); as user) {
      @defer (when opened(); prefetch on hover(face)) {
        <tl-account-menu />
      } @placeholder {
        <button type="button" #face class="icon-button" aria-haspopup="menu" (click)="opened.set(true)">
          <span class="face" aria-hidden="true">{{ initials() }}</span><span class="visually-hidden">{{
            words.menu(user.displayName)
          }}</span>
        </button>
      }
    } @else if (session.restoring()) {
      <span class="icon-button" role="img" [attr.aria-label]="words.checking"><span class="face"></span></span>
    } @else {
      <a class="button sign-in" href="/sign-in" [attr.aria-label]="words.signIn" (click)="signIn($event)">
        <tl-icon name="person" /><span>{{ words.signIn }}</span>
      </a>
    }
  `,
  styleUrl: './account-face.scss',
})
export class AccountButton {
  private readonly state = inject(SignInState);
  protected readonly session = inject(Session);
  protected readonly words = accountWords;
  protected readonly opened = signal(false);
  protected readonly initials = computed(() => initials(this.session.user()?.displayName ?? ''));

  protected signIn(event: Event): void {
    event.preventDefault();
    this.state.signIn();
  }
}
