/** Gives the plain reason for an HTTP status with which a venue turns us away: shown to the user as it stands. */
export function refusalReason(status: number): string {
  switch (status) {
    case 451:
      return 'not available in your region (HTTP 451)';
    case 403:
      return 'access denied (HTTP 403)';
    case 418:
      return 'banned for too many requests (HTTP 418)';
    case 429:
      return 'too many requests (HTTP 429)';
    default:
      return `HTTP ${status}`;
  }
}

/** Whether a refusal with this status will not go away by asking again soon. */
export function isLasting(status: number): boolean {
  return status === 451 || status === 403;
}

/** Reads a `Retry-After` header (seconds or an HTTP date) as ms from `now` (epoch ms); null when absent or unreadable. */
export function retryAfterMs(header: string | null | undefined, now: number): number | null {
  if (header === null || header === undefined || header.trim() === '') return null;
  const seconds = Number(header);
  const ms = Number.isFinite(seconds) ? seconds * 1000 : Date.parse(header) - now;
  return Number.isNaN(ms) ? null : Math.min(Math.max(ms, 0), maxRetryAfterMs);
}

/** Binance bans for up to three days; longer is not believed. */
const maxRetryAfterMs = 3 * 24 * 3_600_000;
