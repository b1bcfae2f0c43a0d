import { ChangeDetectionStrategy, Component } from '@angular/core';
import { RouterOutlet } from '@angular/router';
import { PageTabs } from '../../ui/page-tabs';
import { adminWords } from '../../words/admin';

/** What every page of administration stands in: which there are, and the one that is open. */
@Component({
  selector: 'tl-admin-frame',
  imports: [PageTabs, RouterOutlet],
  changeDetection: ChangeDetectionStrategy.OnPush,
  template: `
    <tl-page-tabs [label]="words.title" [pages]="pages" />
    <router-outlet />
  `,
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
