import { ChangeDetectionStrategy, Component } from '@angular/core';
import { RouterLink, RouterLinkActive, RouterOutlet } from '@angular/router';
import { adminWords } from '../../words/admin';

/** What every page of administration stands in: which there are, and the one that is open. */
@Component({
  selector: 'tl-admin-frame',
  imports: [RouterLink, RouterLinkActive, RouterOutlet],
  changeDetection: ChangeDetectionStrategy.OnPush,
  template: `
    <nav [attr.aria-label]="words.title">
      <ul>
        @for (page of pages; track page.path) {
          <li>
            <a [routerLink]="page.path" routerLinkActive="here" ariaCurrentWhenActive="page">{{ page.text }}</a>
          </li>
        }
      </ul>
    </nav>
    <router-outlet />
  `,
  styleUrl: './admin-frame.scss',
})
export class AdminFrame {
  protected readonly words = adminWords;
  protected readonly pages = [
    { path: '/admin/users', text: adminWords.pages.users },
    { path: '/admin/statistics', text: adminWords.pages.statistics },
    { path: '/admin/assets', text: adminWords.pages.assets },
    { path: '/admin/audit-log', text: adminWords.pages.auditLog },
  ];
}
