import type { Candle, CandleColumns } from '@tideline/indicators';

const dayMs = 86_400_000;
const days = 90;

/** The highest and lowest price of an asset over its newest 90 daily candles, today's included. */
export class DayRange {
  readonly depth = days;
  private days = new Map<number, { high: number; low: number }>();

  *load(candles: CandleColumns): Generator<void> {
    const { at, high, low } = candles;
    this.days = new Map(Array.from(at, (day, index) => [day, { high: high[index] ?? NaN, low: low[index] ?? NaN }]));
    yield;
  }

  /** A day as it is told: today, or an older one that has changed. */
  take({ at, high, low }: Candle): { outdated: boolean } {
    this.days.set(at, { high, low });
    for (const day of this.days.keys()) if (day <= at - days * dayMs) this.days.delete(day);
    return { outdated: false };
  }

  /** USD as of now (epoch ms); null when no day of the last 90 is known. */
  extreme(of: 'high' | 'low', now: number): number | null {
    const since = Math.floor(now / dayMs) * dayMs - (days - 1) * dayMs;
    let found: number | null = null;
    for (const [day, figures] of this.days) {
      if (day < since) continue;
      const figure = figures[of];
      if (found === null || (of === 'high' ? figure > found : figure < found)) found = figure;
    }
    return found;
  }
}
