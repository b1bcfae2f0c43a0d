import { words } from '../words';

/** The part of a failed request that words are found for. */
export interface FailedRequest {
  kind: 'offline' | 'unreachable' | 'refused';
  status: number;
  problem: { code: string; detail: string; errors?: readonly unknown[] | undefined } | null;
}

const known: Record<string, string> = {
  'AUTH.INVALID_CREDENTIALS': 'The e-mail address or the password is not right.',
  'AUTH.EMAIL_NOT_VERIFIED': 'Confirm your e-mail address first: follow the link that was mailed to you.',
  'AUTH.ACCOUNT_DISABLED': 'This account was switched off by an administrator.',
  'AUTH.WRONG_CODE': 'This code is not right, or was used before. Wait for the next one.',
  'AUTH.TOKEN_INVALID': 'This link was used before or is too old.',
  'AUTH.SESSION_ENDED': 'You were signed out. Sign in again.',
  'AUTH.REQUIRED': 'You are signed out. Sign in again.',
  'AUTH.BUSY': 'Many people are signing in just now.',
  'USERS.EMAIL_TAKEN': 'This address belongs to another account by now.',
};

/** Why something that was sent failed and what to do, in a sentence or two; empty for no failure. */
export function failureText(failure: FailedRequest | null, waitSeconds = 0): string {
  // Nobody needs to be told what they have just cancelled.
  if (failure === null || failure.problem?.code === 'AUTH.STEP_UP_REQUIRED') return '';
  if (failure.kind !== 'refused') return unsent[failure.kind];
  const when = waitSeconds > 0 ? waitText(waitSeconds) : failure.status === 429 || failure.status >= 500 ? 'Try again now.' : '';
  return `${reason(failure)} ${when}`.trim();
}

const unsent = {
  offline: 'This device is offline. What you typed stays here; send it when the network is back.',
  unreachable: 'The server does not answer. What you typed stays here; try again in a moment.',
};

function reason({ status, problem }: FailedRequest): string {
  if (status === 429) return 'There were too many tries.';
  const text =
    known[problem?.code ?? ''] ??
    (problem?.errors?.length ? 'Please look at what is marked.' : undefined) ??
    (status < 500 ? problem?.detail : '');
  return text || words.failure.refused(status);
}

function waitText(seconds: number): string {
  if (seconds < 120) return `Try again in ${seconds} ${seconds === 1 ? 'second' : 'seconds'}.`;
  return `Try again in ${Math.ceil(seconds / 60)} minutes.`;
}
