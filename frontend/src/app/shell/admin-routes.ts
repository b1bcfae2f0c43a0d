import type { Routes } from '@angular/router';
import { needsAccount, needsAdmin } from '../core/session/guards';
import { words } from '../words';
import { accountWords } from '../words/account';

/** Administration, all of it loaded later; other accounts are told that it is not for them. */
export const adminRoutes: Routes = [
  { path: 'admin', canMatch: [needsAdmin], loadChildren: () => import('../features/admin/pages').then((admin) => admin.pages) },
  {
    path: 'admin',
    title: `${accountWords.admin} · ${words.app.name}`,
    canMatch: [needsAccount],
    children: [{ path: '**', loadComponent: () => import('../features/admin/not-for-you').then((page) => page.NotForYou) }],
  },
];
