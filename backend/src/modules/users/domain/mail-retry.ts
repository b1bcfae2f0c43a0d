const firstPauseMs = 30_000;
const longestPauseMs = 900_000;
/** As long as the longest-lived link in a mail: later it would lead nowhere. */
const givenUpAfterMs = 86_400_000;

/**
 * When a mail is to be tried again that has now failed `attempts` times: after 30 s, doubled each time up to 15 minutes; null when that
 * would be more than a day after it was promised. Times in epoch ms.
 */
export function nextTry(attempts: number, promisedAt: number, now: number): number | null {
  const next = now + Math.min(longestPauseMs, firstPauseMs * 2 ** (attempts - 1));
  return next > promisedAt + givenUpAfterMs ? null : next;
}
