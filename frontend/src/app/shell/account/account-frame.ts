import { ChangeDetectionStrategy, Component, computed, inject } from '@angular/core';
import { RouterOutlet } from '@angular/router';
import { Session } from '../../core/session/session';
import { PageTabs } from '../../ui/page-tabs';
import { accountWords } from '../../words/account';
import { ownPages } from './account-pages';

/** What the pages of an account stand in. A visitor has only preferences, which need no tabs. */
@Component({
  selector: 'tl-account-frame',
  imports: [PageTabs, RouterOutlet],
  changeDetection: ChangeDetectionStrategy.OnPush,
  template: `
    @if (present()) {
      <tl-page-tabs [label]="words.own" [pages]="pages" />
    }
    <router-outlet />
  `,
})
export class AccountFrame {
  private readonly session = inject(Session);
  protected readonly words = accountWords;
  /** Also while the server is asked, so that nothing moves when it has answered. */
  protected readonly present = computed(() => this.session.signedIn() || this.session.restoring());
  protected readonly pages = ownPages;
}
