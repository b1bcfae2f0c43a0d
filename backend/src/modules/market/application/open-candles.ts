import type { CandleInterval, CandleRow } from '@tideline/contracts';

export interface LatestCandle {
  candle: CandleRow;
  closed: boolean;
}

/** The newest candle of every series and interval, as announced. */
export class OpenCandles {
  private readonly bySeries = new Map<string, LatestCandle>();

  /** `series` is a pair, or a symbol for the consolidated series (`venue` null). */
  take(venue: string | null, series: string, updates: ({ interval: CandleInterval } & LatestCandle)[]): void {
    for (const { interval, candle, closed } of updates) {
      const key = keyOf(venue, series, interval);
      const known = this.bySeries.get(key);
      // A late trade may still change a closed candle; it must not hide the one that forms now.
      if (known === undefined || candle[0] >= known.candle[0]) this.bySeries.set(key, { candle, closed });
    }
  }

  /** Forgets all series of these assets. */
  forget(symbols: ReadonlySet<string>): void {
    if (symbols.size === 0) return;
    for (const key of this.bySeries.keys()) {
      const [, series = ''] = key.split(':');
      if (symbols.has(series.split('-', 1)[0] ?? '')) this.bySeries.delete(key);
    }
  }

  latest(venue: string | null, series: string, interval: CandleInterval): LatestCandle | null {
    return this.bySeries.get(keyOf(venue, series, interval)) ?? null;
  }
}

function keyOf(venue: string | null, series: string, interval: CandleInterval): string {
  return `${venue ?? ''}:${series}:${interval}`;
}
