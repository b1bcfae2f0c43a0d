import type { Candle } from './candle';
import { ExactSum } from './exact-sum';

/**
 * Merges candles of one series, given in any order, into the candle of the bucket that starts at `openAt`: open of the first, close of
 * the last, highest high, lowest low, exact sum of volumes. Null when there is none to merge.
 */
export function mergeCandles(openAt: number, parts: Iterable<Candle>): Candle | null {
  let first: Candle | null = null;
  let last: Candle | null = null;
  let high = -Infinity;
  let low = Infinity;
  const volume = new ExactSum();
  for (const part of parts) {
    if (first === null || part.openAt < first.openAt) first = part;
    if (last === null || part.openAt > last.openAt) last = part;
    high = Math.max(high, part.high);
    low = Math.min(low, part.low);
    volume.add(part.volume);
  }
  if (first === null || last === null) return null;
  return { openAt, open: first.open, high, low, close: last.close, volume: volume.value };
}
