import type { Candle } from './candle';
import { ExactSum } from './exact-sum';
import { outliers } from './outlier';

/** One venue's candle of the bucket, with the USD rate of its quote currency at that time (null = there was none). */
export interface VenueCandle {
  candle: Candle;
  rate: number | null;
}

/**
 * Combines the venues' candles of one bucket into the consolidated USD candle: open and close weighted by volume, highest high, lowest
 * low, sum of volumes. Candles without a rate, and outliers by their close, are left out; null when none is left. `reference` is the
 * consolidated close nearest in time, if any.
 */
export function combineCandles(venueCandles: readonly VenueCandle[], reference: number | null): Candle | null {
  const inUsd = venueCandles.flatMap(({ candle, rate }) => (rate === null ? [] : [toUsd(candle, rate)]));
  const apart = outliers(
    inUsd.map((candle) => candle.close),
    reference,
  );
  const kept = inUsd.filter((_, index) => apart[index] !== true);
  const [first] = kept;
  if (first === undefined) return null;
  const volume = new ExactSum();
  for (const candle of kept) volume.add(candle.volume);
  return {
    openAt: first.openAt,
    open: weighted(kept, (candle) => candle.open),
    high: Math.max(...kept.map((candle) => candle.high)),
    low: Math.min(...kept.map((candle) => candle.low)),
    close: weighted(kept, (candle) => candle.close),
    volume: volume.value,
  };
}

function toUsd(candle: Candle, rate: number): Candle {
  if (rate === 1) return candle;
  return {
    ...candle,
    open: candle.open * rate,
    high: candle.high * rate,
    low: candle.low * rate,
    close: candle.close * rate,
  };
}

function weighted(candles: readonly Candle[], pick: (candle: Candle) => number): number {
  const total = candles.reduce((sum, candle) => sum + candle.volume, 0);
  const sum = candles.reduce((acc, candle) => acc + pick(candle) * (total > 0 ? candle.volume : 1), 0);
  const mean = sum / (total > 0 ? total : candles.length);
  return Math.min(Math.max(mean, Math.min(...candles.map(pick))), Math.max(...candles.map(pick)));
}
