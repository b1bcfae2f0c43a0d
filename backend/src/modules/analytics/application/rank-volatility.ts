import { Inject, Injectable, type OnModuleDestroy, type OnModuleInit } from '@nestjs/common';
import type { VolatilityRank } from '@tideline/contracts';
import { EventBridge } from '../../../platform/events/event-bridge';
import { Threads } from '../../../platform/threads/threads';
import { MarketView, ReadCloses } from '../../market';
import { Snapshots } from '../db/snapshots.repository';
import { periodsPerYear } from '../domain/periods-per-year';
import { measureVolatility } from './measure-volatility';
import { RecentAnswers } from './recent-answers';
import { startOfDay, volatilityHours } from './take-snapshots';

const hourMs = 3_600_000;
const dayMs = 24 * hourMs;

/** Ranks the tracked assets by how much they move. */
@Injectable()
export class RankVolatility implements OnModuleInit, OnModuleDestroy {
  private readonly answers = new RecentAnswers<VolatilityRank[]>();
  private unsubscribe: () => void = () => undefined;

  constructor(
    @Inject(MarketView) private readonly view: MarketView,
    @Inject(ReadCloses) private readonly closes: ReadCloses,
    @Inject(Threads) private readonly threads: Threads,
    @Inject(Snapshots) private readonly snapshots: Snapshots,
    @Inject(EventBridge) private readonly bridge: EventBridge,
  ) {}

  onModuleInit(): void {
    this.unsubscribe = this.bridge.subscribe('market.history', () => this.answers.forget());
  }

  onModuleDestroy(): void {
    this.unsubscribe();
  }

  /** All tracked assets, the most volatile first, those with too few candles last. Computed of the last 720 closed hours. */
  async ranking(now = Date.now()): Promise<VolatilityRank[]> {
    const end = Math.floor(now / hourMs) * hourMs;
    const symbols = this.view.catalog.assets().map(({ symbol }) => symbol);
    return this.answers.get([end, ...symbols].join(' '), end, () => this.rank(symbols, end));
  }

  private async rank(symbols: readonly string[], end: number): Promise<VolatilityRank[]> {
    const slots = { from: end - volatilityHours * hourMs, stepMs: hourMs, slots: volatilityHours };
    const { prices } = await this.closes.ofSymbols(symbols, '1h', slots);
    const input = { prices, periodsPerYear: periodsPerYear('1h') };
    const [{ values, observations }, dayAgo, weekAgo] = await Promise.all([
      this.threads.run(measureVolatility, input, { transfer: [prices.closes.buffer as ArrayBuffer] }),
      this.snapshots.volatilityOn(startOfDay(end - dayMs), volatilityHours),
      this.snapshots.volatilityOn(startOfDay(end - 7 * dayMs), volatilityHours),
    ]);
    const rows = symbols.map((symbol, n): VolatilityRank => {
      const volatility = values[n] ?? NaN;
      return {
        symbol,
        name: this.view.catalog.asset(symbol)?.name ?? symbol,
        volatility: Number.isNaN(volatility) ? null : volatility,
        dayAgo: dayAgo.get(symbol) ?? null,
        weekAgo: weekAgo.get(symbol) ?? null,
        observations: observations[n] ?? 0,
        asOf: (observations[n] ?? 0) > 0 ? new Date(end).toISOString() : null,
      };
    });
    return rows.sort((a, b) => (b.volatility ?? -1) - (a.volatility ?? -1));
  }
}
