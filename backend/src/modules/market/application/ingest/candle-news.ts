import { candleIntervals, type CandleInterval, type CandleRow } from '@tideline/contracts';
import { bucketStart, intervalMinutes, type Candle } from '../../domain/candle';
import type { CandleChange } from '../../domain/coarse-fold';
import type { SeriesFold } from '../../domain/series-fold';

/** A bucket counts as closed this long after its end: late frames of its last trades. */
const closeGraceMs = 2_000;

export interface CandleUpdate {
  interval: CandleInterval;
  candle: CandleRow;
  closed: boolean;
}

/** What is told of one series' candles: each change, and that a bucket has closed. */
export class CandleNews {
  /** The buckets that were told and not yet told as closed. */
  private readonly forming = new Map<string, { interval: CandleInterval; openAt: number }>();

  constructor(private readonly series: SeriesFold) {}

  /** Gives the updates for these minutes, each interval's bucket once, and the closings that are due. `now` is venue time. */
  updates(minutes: readonly Candle[], now: number): CandleUpdate[] {
    const changes = new Map<string, CandleChange>();
    for (const minute of minutes) {
      for (const change of this.series.coarse.update(minute)) changes.set(`${change.interval} ${change.candle.openAt}`, change);
    }
    for (const closing of this.closings(now)) changes.set(`${closing.interval} ${closing.candle.openAt}`, closing);
    return [...changes.values()].map((change) => this.tell(change, now));
  }

  /** Gives the newest candle of every interval: after a start, and after stored history has changed. */
  newest(now: number): CandleUpdate[] {
    return candleIntervals.flatMap((interval) => {
      const candle = this.series.coarse.at(interval, bucketStart(now, intervalMinutes[interval]));
      return candle === null ? [] : [this.tell({ interval, candle }, now)];
    });
  }

  private closings(now: number): CandleChange[] {
    const due: CandleChange[] = [];
    for (const [key, { interval, openAt }] of this.forming) {
      if (!isClosed(interval, openAt, now)) continue;
      this.forming.delete(key);
      const candle = this.series.coarse.at(interval, openAt);
      if (candle !== null) due.push({ interval, candle });
    }
    return due;
  }

  private tell({ interval, candle }: CandleChange, now: number): CandleUpdate {
    const closed = isClosed(interval, candle.openAt, now);
    if (!closed) this.forming.set(`${interval} ${candle.openAt}`, { interval, openAt: candle.openAt });
    const { openAt, open, high, low, close, volume } = candle;
    return { interval, candle: [openAt, open, high, low, close, volume], closed };
  }
}

function isClosed(interval: CandleInterval, openAt: number, now: number): boolean {
  return openAt + intervalMinutes[interval] * 60_000 + closeGraceMs <= now;
}
