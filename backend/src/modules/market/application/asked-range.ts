import type { Period } from '@tideline/contracts';
import { BadRange, readRange, type TimeRange } from '../domain/time-range';
import { badRange } from './market.errors';

/** A span of time as a caller asks for it; times are epoch ms. */
export interface Asked {
  period?: Period;
  from?: number;
  to?: number;
}

/** Reads what was asked; null when nothing bounds the beginning. Throws a 400 that says what is wrong. */
export function askedRange(asked: Asked, now: number): TimeRange | null {
  try {
    return readRange(asked, now);
  } catch (error) {
    throw error instanceof BadRange ? badRange(error.message) : error;
  }
}

/** The same where all of time is fine too. */
export function askedOrAll({ from, to, period }: Asked, now: number): TimeRange {
  if (period !== undefined) return askedRange({ period, from, to }, now) ?? all;
  return askedRange({ from: from ?? all.from, to: to ?? all.to }, now) ?? all;
}

const all: TimeRange = { from: 0, to: Number.MAX_SAFE_INTEGER };
