const freeFailures = 4;
const firstWaitMs = 5_000;
const longestWaitMs = 900_000;
/** After a day without a failure the count starts anew. */
export const forgottenAfterMs = 86_400_000;

/** Sign-ins of one account from one address that have failed since the last good one. */
export interface Failures {
  count: number;
  lastAt: number;
}

/** How long the next try must wait after the last failure: nothing up to the fourth, then 5 s, doubled each time up to 15 min. */
export function waitAfter(failures: number): number {
  return failures <= freeFailures ? 0 : Math.min(longestWaitMs, firstWaitMs * 2 ** (failures - freeFailures - 1));
}

/** Gives the count with one more try in it, or how many ms that try has to wait (not counted: asking early makes nothing worse). */
export function countTry(past: Failures | null, now: number): { failures: Failures } | { waitMs: number } {
  if (past === null || now - past.lastAt > forgottenAfterMs) return { failures: { count: 1, lastAt: now } };
  // A clock that was set back must not lengthen the wait.
  const waitMs = waitAfter(past.count) - Math.abs(now - past.lastAt);
  return waitMs > 0 ? { waitMs } : { failures: { count: past.count + 1, lastAt: now } };
}
