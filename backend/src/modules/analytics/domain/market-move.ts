import type { RecentCloses } from './recent-closes';
import { alertWindows, type AlertWindow, type UsualByWindow } from './usual-returns';

export type Direction = 'up' | 'down';

/** How much one window's return stands out. */
export interface Reading {
  window: AlertWindow;
  /** Log return. */
  change: number;
  /** Robust: (return − median) / scale of the asset's own last 30 days. */
  zScore: number;
  observations: number;
  /** Part of it happened just now: the price of an hour ago alone, which was odd, does not make a move of now. */
  fresh: boolean;
}

/** A move that goes on, at its strongest moment so far. */
export interface Move {
  direction: Direction;
  zScore: number;
}

/** What a look at the newest price says of an asset's move. */
export type Verdict = { does: 'nothing' } | { does: 'begin' | 'strengthen'; reading: Reading; direction: Direction } | { does: 'end' };

/** 1 % up or down, as log returns: nothing smaller is worth telling everybody, however quiet the asset usually is. */
const leastRise = Math.log(1.01);
const leastFall = Math.log(0.99);
/** A third of the window must hold a quarter of the return, or it is an old one. */
const freshPart = 3;
const freshShare = 0.25;

/** Reads every window; a window without enough observations or without a price at its beginning is left out. */
export function readWindows(closes: RecentCloses, usual: UsualByWindow): Reading[] {
  return alertWindows.flatMap((window) => {
    const known = usual[window];
    const change = closes.returnOver(window);
    if (known === null || change === null) return [];
    const zScore = (change - known.median) / known.scale;
    return { window, change, zScore, observations: known.observations, fresh: window === 5 || isFresh(closes, window, change) };
  });
}

/**
 * One move is one alert: it begins when a return reaches the threshold in some window, goes on across all windows, and has ended when
 * every window is back under half the threshold, or when a return in the other direction reaches it (then that one begins next).
 */
export function judge(readings: readonly Reading[], open: Move | null, threshold: number): Verdict {
  const significant = readings.filter((one) => isSignificant(one, threshold));
  const begun = strongestOf(significant.filter(({ fresh }) => fresh));
  if (open === null) return begun === null ? { does: 'nothing' } : { does: 'begin', reading: begun, direction: directionOf(begun) };
  const turned = significant.some((one) => one.fresh && directionOf(one) !== open.direction);
  const along = readings.filter((one) => directionOf(one) === open.direction);
  const calm = readings.length > 0 && along.every(({ zScore }) => Math.abs(zScore) < threshold / 2);
  if (turned || calm) return { does: 'end' };
  const best = strongestOf(along.filter((one) => isSignificant(one, threshold)));
  if (best === null || Math.abs(best.zScore) <= Math.abs(open.zScore)) return { does: 'nothing' };
  return { does: 'strengthen', reading: best, direction: open.direction };
}

function isSignificant({ zScore, change }: Reading, threshold: number): boolean {
  const isLarge = change >= leastRise || change <= leastFall;
  return isLarge && Math.abs(zScore) >= threshold && Math.sign(zScore) === Math.sign(change);
}

function isFresh(closes: RecentCloses, window: AlertWindow, change: number): boolean {
  const recent = closes.returnOver(window / freshPart);
  return recent !== null && recent * Math.sign(change) >= freshShare * Math.abs(change);
}

function strongestOf(readings: readonly Reading[]): Reading | null {
  return readings.reduce<Reading | null>((best, one) => (best === null || Math.abs(one.zScore) > Math.abs(best.zScore) ? one : best), null);
}

function directionOf({ zScore }: Reading): Direction {
  return zScore > 0 ? 'up' : 'down';
}
