import { Inject, Injectable, type OnModuleDestroy, type OnModuleInit } from '@nestjs/common';
import type { CandleInterval } from '@tideline/contracts';
import type { IndicatorSpec } from '@tideline/indicators';
import { EventBridge, type BridgeEvents } from '../../../platform/events/event-bridge';
import { ReadColumns } from '../../market';
import { DayRange } from '../domain/day-range';
import { FollowedSeries } from '../domain/followed-series';
import { intervalMs } from '../domain/interval-ms';
import { periodsPerYear } from '../domain/periods-per-year';
import { AssetBoard } from './asset-board';

/** Indicators kept per interval; the one that was asked for longest ago gives way. */
const keptIndicators = 60;
const idleMs = 15 * 60_000;
const lookMs = 60_000;

/** The assets at one interval with the indicators that are asked for. */
interface IndicatorBoard {
  board: AssetBoard<FollowedSeries>;
  /** By key, in the order of their last use. */
  specs: Map<string, IndicatorSpec>;
}

/** Keeps the newest values of indicators of all assets at hand, per interval, from the first question until 15 minutes after the last. */
@Injectable()
export class FollowAssets implements OnModuleInit, OnModuleDestroy {
  private readonly byInterval = new Map<CandleInterval, IndicatorBoard>();
  private days: AssetBoard<DayRange> | null = null;
  private endings: (() => void)[] = [];

  constructor(
    @Inject(EventBridge) private readonly bridge: EventBridge,
    @Inject(ReadColumns) private readonly columns: Pick<ReadColumns, 'newest'>,
  ) {}

  onModuleInit(): void {
    const look = setInterval(() => this.letGo(Date.now()), lookMs).unref();
    this.endings = [
      this.bridge.subscribe('market.candles', (event) => this.take(event)),
      this.bridge.subscribe('market.history', ({ symbols }) => {
        for (const { board } of this.byInterval.values()) board.forget(symbols);
        this.days?.forget(symbols);
      }),
      () => clearInterval(look),
    ];
  }

  onModuleDestroy(): void {
    for (const end of this.endings) end();
  }

  /** Gives what reads the newest value of an indicator of an asset, the forming candle included; null where it is not defined. */
  async indicators(
    symbols: readonly string[],
    interval: CandleInterval,
    specs: readonly IndicatorSpec[],
  ): Promise<(symbol: string, key: string) => number | null> {
    const kept = this.byInterval.get(interval) ?? this.begin(interval);
    kept.board.usedAt = Date.now();
    this.follow(kept, specs);
    if (specs.length > 0) await kept.board.ready(symbols);
    return (symbol, key) => kept.board.of(symbol)?.newest(key)?.point?.[1] ?? null;
  }

  /** The same for the 90-day high and low, USD. */
  async extremes(symbols: readonly string[]): Promise<(symbol: string, of: 'high' | 'low') => number | null> {
    const now = Date.now();
    const days = (this.days ??= new AssetBoard('1d', this.columns, () => new DayRange()));
    days.usedAt = now;
    await days.ready(symbols);
    return (symbol, of) => days.of(symbol)?.extreme(of, now) ?? null;
  }

  private begin(interval: CandleInterval): IndicatorBoard {
    const specs = new Map<string, IndicatorSpec>();
    const board = new AssetBoard(interval, this.columns, () => {
      const series = new FollowedSeries({ periodsPerYear: periodsPerYear(interval) }, intervalMs[interval]);
      for (const spec of specs.values()) series.add(spec);
      return series;
    });
    const fresh = { board, specs };
    this.byInterval.set(interval, fresh);
    return fresh;
  }

  private follow({ board, specs: known }: IndicatorBoard, specs: readonly IndicatorSpec[]): void {
    const fresh = specs.filter(({ key }) => !known.has(key));
    for (const spec of specs) {
      known.delete(spec.key);
      known.set(spec.key, spec);
    }
    const dropped = [...known.keys()].slice(0, Math.max(0, known.size - keptIndicators));
    for (const key of dropped) known.delete(key);
    if (fresh.length === 0) return;
    board.change((series) => {
      for (const key of dropped) series.remove(key);
      for (const spec of fresh) series.add(spec);
    });
  }

  private take({ venue, symbol, updates }: BridgeEvents['market.candles']): void {
    if (venue !== null || (this.byInterval.size === 0 && this.days === null)) return;
    for (const { interval, candle, closed } of updates.toSorted((a, b) => a.candle[0] - b.candle[0])) {
      this.byInterval.get(interval)?.board.take(symbol, candle, closed);
      if (interval === '1d') this.days?.take(symbol, candle, closed);
    }
  }

  private letGo(now: number): void {
    for (const [interval, { board }] of this.byInterval) if (now - board.usedAt > idleMs) this.byInterval.delete(interval);
    if (this.days !== null && now - this.days.usedAt > idleMs) this.days = null;
  }
}
