import type { CandleInterval } from '@tideline/contracts';
import { bucketsIn, type TimeRange } from '../domain/time-range';
import { askedRange, type Asked } from './asked-range';
import { badRange } from './market.errors';

export const maxCandles = 5000;
const defaultCandles = 1000;

/** Which candles a question means; times are epoch ms, `from ≤ open < to`. */
export interface WantedCandles extends TimeRange {
  /** The newest so many of the range. */
  limit: number;
  /** The beginning was asked for. */
  bounded: boolean;
}

/** The `limit` (or 1000) newest candles, or all of a range that holds at most `limit` (or 5000). Throws a 400 for more or a bad range. */
export function wantedCandles(asked: Asked & { interval: CandleInterval; limit?: number }, now: number): WantedCandles {
  const range = askedRange(asked, now);
  if (range === null) {
    return { from: 0, to: asked.to ?? Number.MAX_SAFE_INTEGER, limit: asked.limit ?? defaultCandles, bounded: false };
  }
  refuseTooMany(range, asked.interval, asked.limit ?? maxCandles);
  return { ...range, limit: maxCandles, bounded: true };
}

/** Throws a 400 that says what to ask instead when a range holds more candles than are given. */
export function refuseTooMany(range: TimeRange, interval: CandleInterval, allowed: number): void {
  const asked = bucketsIn(range, interval);
  if (asked <= allowed) return;
  const advice = allowed < maxCandles ? `a limit up to ${maxCandles}, ` : '';
  throw badRange(
    `this range holds ${asked} candles of ${interval}, at most ${allowed} are given: ask for ${advice}a shorter range or a coarser interval`,
  );
}
