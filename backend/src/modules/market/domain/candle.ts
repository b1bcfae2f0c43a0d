import type { CandleInterval } from '@tideline/contracts';

/** A candle of one series; `openAt` is epoch milliseconds of its bucket's start (UTC; weeks begin Monday 00:00). */
export interface Candle {
  openAt: number;
  open: number;
  high: number;
  low: number;
  close: number;
  /** Base asset. */
  volume: number;
}

export const intervalMinutes: Record<CandleInterval, number> = {
  '1m': 1,
  '5m': 5,
  '15m': 15,
  '30m': 30,
  '1h': 60,
  '4h': 240,
  '1d': 1440,
  '1w': 10080,
};

const minuteMs = 60_000;
const weekMs = 7 * 24 * 60 * minuteMs;
/** 1970-01-05 was the first Monday of the epoch. */
const firstMonday = 4 * 24 * 60 * minuteMs;

/** Gives the start of the bucket of `minutes` that holds the time `at` (epoch ms, UTC). */
export function bucketStart(at: number, minutes: number): number {
  const length = minutes * minuteMs;
  if (length === weekMs) return Math.floor((at - firstMonday) / weekMs) * weekMs + firstMonday;
  return Math.floor(at / length) * length;
}
