import { bucketStart, type Candle } from './candle';

/** What a quote currency was worth in USD over time, from its consolidated candles at several lengths. */
export class RateHistory {
  private readonly closes = new Map<number, Map<number, number>>();

  /** Adds the consolidated candles of `minutes` length. */
  add(minutes: number, candles: readonly Candle[]): void {
    const known = this.closes.get(minutes) ?? new Map<number, number>();
    for (const candle of candles) known.set(candle.openAt, candle.close);
    this.closes.set(minutes, known);
  }

  /**
   * Gives the rate for a candle of `minutes` length that opens at `openAt` (epoch ms): the rate candle of that bucket; for a minute without
   * one, of up to five minutes before; else the hour's or the day's. Null when the time is not known at all.
   */
  at(openAt: number, minutes: number): number | null {
    const steps = minutes === 1 ? 5 : 0;
    for (let back = 0; back <= steps; back++) {
      const close = this.closes.get(minutes)?.get(openAt - back * 60_000);
      if (close !== undefined) return close;
    }
    for (const coarser of [60, 1440]) {
      const close = coarser > minutes ? this.closes.get(coarser)?.get(bucketStart(openAt, coarser)) : undefined;
      if (close !== undefined) return close;
    }
    return null;
  }
}
