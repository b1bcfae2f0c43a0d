import type { Candle } from '../domain/candle';
import { positive, positiveOrZero } from './untrusted';
import { VenueRefusal } from './venue';

/** Gives the rows of an answer that should be a list; throws VenueRefusal (worth another try) when it is not one. */
export function rowsOf(body: unknown, venue: string, what: string): unknown[] {
  if (Array.isArray(body)) return body;
  throw new VenueRefusal(venue, `the answer holds no list of ${what}`, 60_000);
}

/**
 * Reads the rows of an answer one by one and leaves out those that are not sound. When none of them is, the answer is not what we take
 * it for: VenueRefusal, since an empty result would say that the venue has nothing.
 */
export function soundRows<T>(rows: unknown[], read: (row: unknown) => T | null, venue: string, what: string): T[] {
  const sound = rows.map(read).filter((row) => row !== null);
  if (sound.length === 0 && rows.length > 0) throw new VenueRefusal(venue, `the answer holds no readable ${what}`, 60_000);
  return sound;
}

/** Gives a candle from figures printed by a venue; null when they contradict each other (high below close) or are no figures at all. */
export function soundCandle(
  openAt: unknown,
  printed: { open: unknown; high: unknown; low: unknown; close: unknown; volume: unknown },
): Candle | null {
  const open = positive(printed.open);
  const high = positive(printed.high);
  const low = positive(printed.low);
  const close = positive(printed.close);
  const volume = positiveOrZero(printed.volume);
  if (typeof openAt !== 'number' || !Number.isSafeInteger(openAt) || openAt <= 0) return null;
  if (open === null || high === null || low === null || close === null || volume === null) return null;
  if (low > Math.min(open, close) || high < Math.max(open, close)) return null;
  return { openAt, open, high, low, close, volume };
}
