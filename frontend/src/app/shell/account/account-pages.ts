import type { Session } from '../../core/session/session';
import { accountWords } from '../../words/account';
import type { PageLink } from '../pages';

const preferences: PageLink = { path: '/preferences', icon: 'sliders', text: accountWords.preferences };

/** The pages of an account, in the order in which they are listed. */
export const ownPages: readonly PageLink[] = [
  { path: '/profile', icon: 'person', text: accountWords.profile },
  { path: '/security', icon: 'key', text: accountWords.security },
  preferences,
];

/** The pages about who is here, in the order in which they are listed; what a visitor has no use for is left out. */
export function accountPages({ signedIn, isAdmin }: Pick<Session, 'signedIn' | 'isAdmin'>): PageLink[] {
  if (!signedIn()) {
    return [
      preferences,
      { path: '/sign-in', icon: 'person', text: accountWords.signIn },
      { path: '/register', icon: 'person', text: accountWords.register },
    ];
  }
  return [...ownPages, ...(isAdmin() ? [{ path: '/admin', icon: 'person', text: accountWords.admin } as const] : [])];
}
