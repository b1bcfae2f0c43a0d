import type { Routes } from '@angular/router';
import { words } from '../words';
import { accountRoutes } from './account-routes';

/** Every page is its own chunk. `:symbol` and query parameters arrive as inputs of the page. */
export const routes: Routes = [
  {
    path: '',
    pathMatch: 'full',
    title: `${words.nav.overview} · ${words.app.name}`,
    loadComponent: () => import('../features/overview/overview-page').then((page) => page.OverviewPage),
  },
  { path: 'coin/:symbol', title: words.app.name, loadComponent: () => import('../features/coin/coin-page').then((page) => page.CoinPage) },
  {
    path: 'screener',
    title: `${words.nav.screener} · ${words.app.name}`,
    loadComponent: () => import('../features/screener/screener-page').then((page) => page.ScreenerPage),
  },
  {
    path: 'correlation',
    title: `${words.nav.correlation} · ${words.app.name}`,
    loadComponent: () => import('../features/correlation/correlation-page').then((page) => page.CorrelationPage),
  },
  {
    path: 'alerts',
    title: `${words.nav.alerts} · ${words.app.name}`,
    loadComponent: () => import('../features/alerts/alerts-page').then((page) => page.AlertsPage),
  },
  {
    path: 'health',
    title: `${words.nav.health} · ${words.app.name}`,
    loadComponent: () => import('../features/health/health-page').then((page) => page.HealthPage),
  },
  ...accountRoutes,
  {
    path: '**',
    title: `${words.app.notFoundTitle} · ${words.app.name}`,
    loadComponent: () => import('./not-found').then((page) => page.NotFound),
  },
];
