import type { CandleInterval } from '@tideline/contracts';

const minutes: Record<CandleInterval, number> = { '1m': 1, '5m': 5, '15m': 15, '30m': 30, '1h': 60, '4h': 240, '1d': 1440, '1w': 10_080 };
const minutesPerYear = 365 * 1440;

/** Candles of an interval in a year of 365 days: this market never closes. */
export function periodsPerYear(interval: CandleInterval): number {
  return minutesPerYear / minutes[interval];
}
