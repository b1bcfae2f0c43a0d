import { ChangeDetectionStrategy, Component } from '@angular/core';
import { RouterLink, RouterLinkActive } from '@angular/router';
import { Icon } from '../ui/icon';
import { words } from '../words';
import { pages } from './pages';

/** The pages: a slim rail beside the content, a bar under it on a phone. */
@Component({
  selector: 'tl-navigation',
  imports: [Icon, RouterLink, RouterLinkActive],
  changeDetection: ChangeDetectionStrategy.OnPush,
  template: `
    <nav [attr.aria-label]="words.app.mainNavigation">
      <ul>
        @for (page of pages; track page.path) {
          <li>
            <a
              [routerLink]="page.path"
              routerLinkActive="here"
              [routerLinkActiveOptions]="{ exact: page.path === '/' }"
              ariaCurrentWhenActive="page"
            >
              <tl-icon [name]="page.icon" />
              {{ page.text }}
            </a>
          </li>
        }
      </ul>
    </nav>
  `,
  styleUrl: './navigation.scss',
})
export class Navigation {
  protected readonly words = words;
  protected readonly pages = pages;
}
