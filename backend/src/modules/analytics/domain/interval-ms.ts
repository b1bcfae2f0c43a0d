import type { CandleInterval } from '@tideline/contracts';

const minuteMs = 60_000;

/** Length of a candle in milliseconds. */
export const intervalMs: Record<CandleInterval, number> = {
  '1m': minuteMs,
  '5m': 5 * minuteMs,
  '15m': 15 * minuteMs,
  '30m': 30 * minuteMs,
  '1h': 60 * minuteMs,
  '4h': 240 * minuteMs,
  '1d': 1440 * minuteMs,
  '1w': 10_080 * minuteMs,
};
