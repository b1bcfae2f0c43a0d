/** The sentences that ask somebody to show once more that it is them. */
export const stepUpWords = {
  title: 'Confirm that it is you',
  lead: 'What you are about to do needs more than being signed in. For five minutes you will not be asked again.',
  action: 'Confirm',
  cancel: 'Cancel',
  code: 'Code of your second factor',
  codeHint: 'Six digits from your authenticator app, or a recovery code.',
  empty: 'must not be empty',
} as const;
