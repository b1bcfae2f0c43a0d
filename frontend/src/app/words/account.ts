/** The sentences of forms. */
export const formWords = {
  busy: 'One moment…',
  password: 'Password',
  show: (label: string): string => `Show ${label.toLowerCase()}`,
  capsLock: 'Caps Lock is on.',
  fault: (label: string, what: string): string => `${label} ${what}.`,
  tooShort: (least: number): string => `must have at least ${least} characters`,
  passwordLength: (typed: number, least: number): string => {
    if (typed === 0) return `At least ${least} characters. A few words you can remember are best.`;
    return typed < least ? `${typed} of at least ${least} characters` : `${typed} characters: long enough`;
  },
} as const;

/** The sentences of the frame about who is signed in. */
export const accountWords = {
  signIn: 'Sign in',
  register: 'Create account',
  menu: (name: string): string => `Account of ${name}`,
  checking: 'Looking who is signed in',
  own: 'Your account',
  profile: 'Profile',
  security: 'Security',
  preferences: 'Preferences',
  admin: 'Administration',
  signOut: 'Sign out',
  signedIn: (name: string): string => `You are signed in as ${name}.`,
  signedOut: 'You are signed out.',
  signOutFailed: 'You are still signed in: the server could not be told. Try again.',
  ended: 'You were signed out: this session was ended, perhaps from another device. What you typed is still here.',
  signInAgain: 'Sign in again',
  dismiss: 'Dismiss',
  titles: {
    signIn: 'Sign in',
    register: 'Create an account',
    verifyEmail: 'Confirm your address',
    password: 'Choose a new password',
    setUp: 'Set up',
    security: 'Security',
  },
} as const;
