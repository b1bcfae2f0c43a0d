import type { Routes } from '@angular/router';
import { needsAdmin } from '../../core/session/needs-admin';
import { words } from '../../words';
import { adminWords, notForYouWords } from '../../words/admin';
import { AdminFrame } from './admin-frame';

const title = (page: string): string => `${page} · ${adminWords.title} · ${words.app.name}`;
const { users, statistics, assets, auditLog } = adminWords.pages;

/** The pages of administration, each loaded when it is opened, in one frame; other accounts are told that it is not for them. */
export const pages: Routes = [
  {
    path: '',
    canMatch: [needsAdmin],
    component: AdminFrame,
    children: [
      { path: '', pathMatch: 'full', redirectTo: 'users' },
      { path: 'users', title: title(users), loadComponent: () => import('./users/users-page').then((page) => page.UsersPage) },
      { path: 'users/:id', title: title(users), loadComponent: () => import('./users/user-page').then((page) => page.UserPage) },
      {
        path: 'statistics',
        title: title(statistics),
        loadComponent: () => import('./statistics/statistics-page').then((page) => page.StatisticsPage),
      },
      { path: 'assets', title: title(assets), loadComponent: () => import('./assets/assets-page').then((page) => page.AssetsPage) },
      {
        path: 'audit-log',
        title: title(auditLog),
        loadComponent: () => import('./audit-log/audit-log-page').then((page) => page.AuditLogPage),
      },
    ],
  },
  { path: '**', title: title(notForYouWords.title), loadComponent: () => import('./not-for-you').then((page) => page.NotForYou) },
];
