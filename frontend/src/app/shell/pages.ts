import type { IconName } from '../ui/icon';
import { words } from '../words';

export interface PageLink {
  path: string;
  icon: IconName;
  text: string;
}

/** The pages that exist, in the order of the navigation. */
export const pages: readonly PageLink[] = [
  { path: '/', icon: 'overview', text: words.nav.overview },
  { path: '/screener', icon: 'screener', text: words.nav.screener },
  { path: '/correlation', icon: 'correlation', text: words.nav.correlation },
  { path: '/alerts', icon: 'moves', text: words.nav.alerts },
  { path: '/health', icon: 'health', text: words.nav.health },
];
