import { Inject, Injectable } from '@nestjs/common';
import { Threads } from '../../../platform/threads/threads';
import { ReadCloses } from '../../market';
import { Snapshots } from '../db/snapshots.repository';
import { snapshotDays, type DayFigures } from './snapshot-days';

const hourMs = 3_600_000;
const dayMs = 24 * hourMs;
/** The hours that volatility is measured over, in snapshots and in the ranking. */
export const volatilityHours = 720;
/** The hours that correlations are kept for. */
export const correlationHours = [720, 2160] as const;
/** Today's and as many as comparing with a week ago needs: back-fill may have completed what they rest on. */
const daysTaken = 8;

/** Stores what volatilities and correlations of the tracked assets were at 00:00 UTC of the last days. */
@Injectable()
export class TakeSnapshots {
  constructor(
    @Inject(ReadCloses) private readonly closes: ReadCloses,
    @Inject(Threads) private readonly threads: Threads,
    @Inject(Snapshots) private readonly snapshots: Snapshots,
  ) {}

  /** Whether today's are stored. */
  async hasToday(now = Date.now()): Promise<boolean> {
    return this.snapshots.has(startOfDay(now));
  }

  /** Takes those of today and the seven days before, again where they are stored already. A day without any price is left out. */
  async take(signal: AbortSignal, now = Date.now()): Promise<void> {
    const today = startOfDay(now);
    const longest = Math.max(...correlationHours);
    const days = Array.from({ length: daysTaken }, (_, n) => today - (daysTaken - 1 - n) * dayMs);
    const from = (days[0] ?? today) - longest * hourMs;
    const { symbols, prices } = await this.closes.ofTracked('1h', { from, stepMs: hourMs, slots: (today - from) / hourMs });
    const ends = days.map((day) => (day - from) / hourMs);
    const input = { prices, ends, volatilityHours, correlationHours: [...correlationHours] };
    const figures = await this.threads.run(snapshotDays, input, { signal, transfer: [prices.closes.buffer as ArrayBuffer] });
    for (const [index, day] of days.entries()) {
      const ofDay = figures[index];
      if (ofDay !== undefined && ofDay.observations.some((count) => count > 0)) await this.store(day, symbols, ofDay);
    }
  }

  private async store(day: number, symbols: readonly string[], { volatility, observations, correlations }: DayFigures): Promise<void> {
    const known = symbols
      .map((symbol, n) => ({ symbol, volatility: volatility[n] ?? NaN, observations: observations[n] ?? 0 }))
      .filter((figure) => !Number.isNaN(figure.volatility));
    await this.snapshots.storeVolatility(day, volatilityHours, known);
    for (const [index, hours] of correlationHours.entries()) {
      const matrix = correlations[index];
      if (matrix !== undefined) await this.snapshots.storeCorrelations(day, hours, symbols, matrix);
    }
  }
}

/** 00:00 UTC of the day that holds a moment, epoch ms. */
export function startOfDay(at: number): number {
  return Math.floor(at / dayMs) * dayMs;
}
