import type { Coverage } from '@tideline/contracts';

export const dayMs = 86_400_000;
/** Watched time is noted in steps of some seconds: what is younger is not missing yet. */
const settledAfterMs = 30_000;

/** One day of one asset: how much of it was watched or back-filled, and what of the rest is known by candles only. */
export interface CoverageDay {
  /** Start of the day, UTC, epoch ms. */
  at: number;
  /** Share of the day (up to now) that is complete, 0 to 1. */
  complete: number;
  candlesOnly: number;
  level: 'full' | 'most' | 'some' | 'none' | 'candles';
}

/** Splits a coverage answer over [from, to) into UTC days; the running day counts up to just before `now`. */
export function coverageDays(coverage: Coverage, from: number, to: number, now: number): CoverageDay[] {
  const days: CoverageDay[] = [];
  for (let at = Math.floor(from / dayMs) * dayMs; at < to; at += dayMs) {
    const end = Math.min(at + dayMs, to, now - settledAfterMs);
    const length = Math.max(1, end - at);
    let missing = 0;
    let candlesOnly = 0;
    for (const [gapFrom, gapTo, why] of coverage.missing) {
      const overlap = Math.max(0, Math.min(gapTo, end) - Math.max(gapFrom, at));
      missing += overlap;
      if (why === 'candles_only') candlesOnly += overlap;
    }
    const complete = Math.max(0, 1 - missing / length);
    days.push({ at, complete, candlesOnly: candlesOnly / length, level: level(complete, candlesOnly / length) });
  }
  return days;
}

function level(complete: number, candlesOnly: number): CoverageDay['level'] {
  if (complete >= 0.9999) return 'full';
  if (complete + candlesOnly >= 0.9999) return 'candles';
  if (complete >= 0.9) return 'most';
  return complete > 0.01 ? 'some' : 'none';
}
