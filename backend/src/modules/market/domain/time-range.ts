import { periodMs, type CandleInterval, type Period } from '@tideline/contracts';
import { intervalMinutes } from './candle';

/** `from ≤ t < to`, epoch ms. */
export interface TimeRange {
  from: number;
  to: number;
}

/** A range that cannot be answered; the message says what to ask instead. */
export class BadRange extends Error {}

/** Reads what was asked as a range: a period up to now, or from and to (now when left out). Null when neither was given. */
export function readRange(asked: { period?: Period; from?: number; to?: number }, now: number): TimeRange | null {
  if (asked.period !== undefined) {
    if (asked.from !== undefined || asked.to !== undefined) throw new BadRange('ask for a period, or for from and to, not for both');
    return { from: now - periodMs[asked.period], to: now };
  }
  if (asked.from === undefined) return null;
  const to = asked.to ?? now;
  if (asked.from >= to) throw new BadRange(`from must be before to${asked.to === undefined ? ', which is now when left out' : ''}`);
  return { from: asked.from, to };
}

/** How many buckets of an interval a range touches. */
export function bucketsIn({ from, to }: TimeRange, interval: CandleInterval): number {
  return Math.ceil((to - from) / (intervalMinutes[interval] * 60_000));
}

const charted: readonly CandleInterval[] = ['1m', '5m', '15m', '30m', '1h', '4h', '1d', '1w'];
const chartPoints = 750;

/** Gives the finest interval that shows a range in at most 750 points: 1m for an hour, 5m for a day, 15m for a week, 1h, then 4h. */
export function intervalFor(range: TimeRange): CandleInterval {
  return charted.find((interval) => bucketsIn(range, interval) <= chartPoints) ?? '1w';
}
