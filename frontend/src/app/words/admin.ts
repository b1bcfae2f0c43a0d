/** The sentences of administration. */
export const adminWords = {
  title: 'Administration',
  pages: { users: 'Users', statistics: 'Statistics', assets: 'Assets', auditLog: 'Audit log' },
  more: 'Load more',
  loadingMore: 'Loading…',
  noMore: 'That is all.',
  moreFailed: 'The next ones could not be loaded. Try again.',
  cancel: 'Cancel',
  never: 'never',
  none: 'none',
  clear: 'Clear the filters',
  any: 'Any',
  refusals: {
    'USERS.LAST_ADMINISTRATOR':
      'This is the last active administrator, and somebody has to be one. Make another account an administrator first.',
    'USERS.EMAIL_NOT_VERIFIED': 'This address is not confirmed yet. Whoever becomes an administrator must have confirmed it first.',
    'USERS.ALREADY_VERIFIED': 'This address has been confirmed meanwhile.',
    'USERS.UNKNOWN_SESSION': 'This session has ended already.',
    'USERS.UNKNOWN_API_KEY': 'This key is revoked already.',
    'USERS.UNKNOWN_USER': 'This account does not exist any more.',
    'AUTH.FORBIDDEN': 'You are no administrator any more, so this was not done.',
  } as Record<string, string>,
} as const;

/** What other accounts are told where administration is. */
export const notForYouWords = {
  title: 'Not for this account',
  text: (email: string): string => `${email} is not an administrator here.`,
  hint: 'Administration is for those who run this install. Ask one of them, or sign in with another account.',
} as const;
