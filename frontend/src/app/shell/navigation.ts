import { ChangeDetectionStrategy, Component } from '@angular/core';
import type { IsActiveMatchOptions } from '@angular/router';
import { RouterLink, RouterLinkActive } from '@angular/router';
import { Icon } from '../ui/icon';
import { words } from '../words';
import { pages } from './pages';

function activeOn(paths: 'exact' | 'subset'): IsActiveMatchOptions {
  return { paths, queryParams: 'ignored', fragment: 'ignored', matrixParams: 'ignored' };
}

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
              [routerLinkActiveOptions]="page.path === '/' ? whole : begins"
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
  /** Whatever a page keeps in its query, it is the same page. */
  protected readonly whole = activeOn('exact');
  protected readonly begins = activeOn('subset');
}
