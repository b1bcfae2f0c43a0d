const dayMs = 86_400_000;

/** A refresh token lives so long after it was given, */
export const slidingMs = 7 * dayMs;
/** and its session so long in all. */
export const absoluteMs = 30 * dayMs;
/** Within this an answer may have been lost on its way, and the old token is sent again. */
export const lostAnswerMs = 10_000;

/** What is known of a refresh token that was sent. Times in epoch ms. */
export interface SentToken {
  usedAt: number | null;
  expiresAt: number;
  sessionEndsAt: number;
  sessionEndedAt: number | null;
}

/**
 * - `rotate`: the newest token of its session; it gets a successor.
 * - `repeat`: the answer was lost; the same successor is given again.
 * - `replayed`: somebody holds a token that was already spent: the session ends, whoever of the two is the thief.
 * - `ended`: nothing to continue.
 */
export type Rotation = 'rotate' | 'repeat' | 'replayed' | 'ended';

/** Decides what a refresh token is worth. A clock that was set back counts like one that ran on: only a short while either way repeats. */
export function rotationOf(token: SentToken, now: number): Rotation {
  if (token.sessionEndedAt !== null || token.sessionEndsAt <= now) return 'ended';
  if (token.usedAt !== null) return Math.abs(now - token.usedAt) <= lostAnswerMs ? 'repeat' : 'replayed';
  return token.expiresAt <= now ? 'ended' : 'rotate';
}

/** When a token that is given now expires: it never outlives its session. */
export function expiryOf(now: number, sessionEndsAt: number): number {
  return Math.min(now + slidingMs, sessionEndsAt);
}
