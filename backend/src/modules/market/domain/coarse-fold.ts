import { candleIntervals, type CandleInterval } from '@tideline/contracts';
import { bucketStart, intervalMinutes, type Candle } from './candle';
import { mergeCandles } from './merge-candles';

/** A candle of some interval that has just changed. */
export interface CandleChange {
  interval: CandleInterval;
  candle: Candle;
}

/** The intervals from 1m up; each is merged from the one before it, which divides it. */
const ladder = candleIntervals;

/**
 * The forming candles of one series at every interval. Each rung keeps the candles of its current and its previous parent bucket, so a
 * changed minute (a late trade too) is carried up the ladder by merging at most a week of days.
 */
export class CoarseFold {
  private readonly rungs = ladder.map(() => new Map<number, Candle>());

  /** Takes what is stored already, at any interval. Of two candles of one bucket the one with more volume is right: a candle only gains trades. */
  load(interval: CandleInterval, candles: Iterable<Candle>): void {
    const rung = this.rungs[ladder.indexOf(interval)];
    if (rung === undefined) return;
    for (const candle of candles) {
      const known = rung.get(candle.openAt);
      if (known === undefined || candle.volume >= known.volume) rung.set(candle.openAt, candle);
    }
  }

  /** Puts in a minute candle and gives every candle that changed by it, the minute first. */
  update(minute: Candle): CandleChange[] {
    const changes: CandleChange[] = [];
    let child = this.put(0, minute);
    changes.push({ interval: '1m', candle: child });
    for (let level = 1; level < ladder.length; level++) {
      const interval = ladder[level];
      if (interval === undefined) break;
      const openAt = bucketStart(child.openAt, intervalMinutes[interval]);
      const merged = mergeCandles(openAt, this.children(level, openAt));
      if (merged === null) break;
      child = this.put(level, merged);
      changes.push({ interval, candle: child });
    }
    return changes;
  }

  /** Gives the candle of a bucket that is still held, or null. */
  at(interval: CandleInterval, openAt: number): Candle | null {
    return this.rungs[ladder.indexOf(interval)]?.get(openAt) ?? null;
  }

  private put(level: number, candle: Candle): Candle {
    const rung = this.rungs[level];
    if (rung === undefined) return candle;
    const known = rung.get(candle.openAt);
    if (known !== undefined && known.volume > candle.volume) return known;
    rung.set(candle.openAt, candle);
    if (known === undefined) this.prune(level, rung, candle.openAt);
    return candle;
  }

  private *children(level: number, openAt: number): Iterable<Candle> {
    const interval = ladder[level];
    const rung = this.rungs[level - 1];
    if (interval === undefined || rung === undefined) return;
    for (const candle of rung.values()) {
      if (bucketStart(candle.openAt, intervalMinutes[interval]) === openAt) yield candle;
    }
  }

  private prune(level: number, rung: Map<number, Candle>, newest: number): void {
    const parent = ladder[Math.min(level + 1, ladder.length - 1)] ?? '1w';
    const parentMs = intervalMinutes[parent] * 60_000;
    const oldest = bucketStart(newest, intervalMinutes[parent]) - Math.max(parentMs, keptMs);
    for (const openAt of rung.keys()) if (openAt < oldest) rung.delete(openAt);
  }
}

/** How far back a late trade may still change a minute in memory. */
const keptMs = 15 * 60_000;
