import { setTimeout as sleep } from 'node:timers/promises';
import { Inject, Injectable, Logger, type OnModuleDestroy, type OnModuleInit } from '@nestjs/common';
import type { CandleInterval, CandleRow } from '@tideline/contracts';
import { toColumns, type Candle, type IndicatorSpec } from '@tideline/indicators';
import { EventBridge, type BridgeEvents } from '../../../platform/events/event-bridge';
import { inTurns } from '../../../platform/turns/turn';
import { ReadColumns } from '../../market';
import { FollowedSeries, type IndicatorUpdate, type TakenCandle } from '../domain/followed-series';
import { intervalMs } from '../domain/interval-ms';
import { periodsPerYear } from '../domain/periods-per-year';

/** A series whose indicators somebody watches. */
interface Watched {
  symbol: string;
  interval: CandleInterval;
  series: FollowedSeries;
  /** By the indicator's key: who is told. */
  listeners: Map<string, (update: IndicatorUpdate) => void>;
  loaded: boolean;
  /** Stored candles must be read, again if a read is under way. */
  outdated: boolean;
  loading: boolean;
  /** What was told during a read: it may hold less. */
  heard: { candle: Candle; closed: boolean }[];
}

/** Somebody's view of one indicator. */
export interface IndicatorWatch {
  /** The newest candle's point; null before the history is read. */
  current(): IndicatorUpdate | null;
  stop(): void;
}

/** Between two reads of one series, and after a read that failed. */
const pauseMs = 500;
const retryMs = 2_000;
/** Candles kept during one read; more means that the database hangs, and the next read holds them. */
const mostHeard = 1_000;

/**
 * Keeps the indicators that somebody watches in step with the candles that ingestion tells: the history is read when the first one
 * watches, and again whenever candles may have been missed or stored ones have changed.
 */
@Injectable()
export class FollowIndicators implements OnModuleInit, OnModuleDestroy {
  private readonly log = new Logger('FollowIndicators');
  private readonly watched = new Map<string, Watched>();
  /** One read after the other, so that many new watchers do not take every connection of the database. */
  private reading: Promise<void> = Promise.resolve();
  private readonly stopping = new AbortController();
  private endings: (() => void)[] = [];

  constructor(
    @Inject(EventBridge) private readonly bridge: EventBridge,
    @Inject(ReadColumns) private readonly columns: Pick<ReadColumns, 'newest'>,
  ) {}

  onModuleInit(): void {
    this.endings = [
      this.bridge.subscribe('market.candles', (event) => this.take(event)),
      this.bridge.subscribe('market.history', (event) => this.readAgain(event)),
    ];
  }

  onModuleDestroy(): void {
    this.stopping.abort();
    for (const end of this.endings) end();
  }

  /** Watches one indicator; `tell` hears each change of its newest points. One watcher an indicator. */
  watch(symbol: string, interval: CandleInterval, spec: IndicatorSpec, tell: (update: IndicatorUpdate) => void): IndicatorWatch {
    const key = keyOf(symbol, interval);
    const watched = this.watched.get(key) ?? this.begin(symbol, interval);
    watched.series.add(spec);
    watched.listeners.set(spec.key, tell);
    this.refresh(watched);
    return {
      current: () => (watched.loaded ? watched.series.newest(spec.key) : null),
      stop: () => {
        watched.series.remove(spec.key);
        watched.listeners.delete(spec.key);
        if (watched.listeners.size === 0 && this.watched.get(key) === watched) this.watched.delete(key);
      },
    };
  }

  /** Indicators that somebody watches. */
  get indicatorsWatched(): number {
    return [...this.watched.values()].reduce((sum, { listeners }) => sum + listeners.size, 0);
  }

  private begin(symbol: string, interval: CandleInterval): Watched {
    const series = new FollowedSeries({ periodsPerYear: periodsPerYear(interval) }, intervalMs[interval]);
    const fresh = { symbol, interval, series, listeners: new Map(), loaded: false, outdated: false, loading: false, heard: [] };
    this.watched.set(keyOf(symbol, interval), fresh);
    return fresh;
  }

  private take({ venue, symbol, updates }: BridgeEvents['market.candles']): void {
    if (venue !== null || this.watched.size === 0) return;
    for (const { interval, candle: row, closed } of updates.toSorted((a, b) => a.candle[0] - b.candle[0])) {
      const watched = this.watched.get(keyOf(symbol, interval));
      if (watched === undefined) continue;
      const candle = toCandle(row);
      if (watched.loading && watched.heard.length < mostHeard) watched.heard.push({ candle, closed });
      if (watched.loaded) this.tell(watched, watched.series.take(candle, closed));
    }
  }

  private tell(watched: Watched, { told, outdated }: TakenCandle): void {
    for (const { candle } of told) {
      for (const [key, tell] of watched.listeners) {
        const update = watched.series[candle](key);
        if (update !== null && update.point !== null) tell(update);
      }
    }
    if (outdated) this.refresh(watched);
  }

  /** What is paused is told again when it is followed again. */
  private readAgain({ symbols, paused = [] }: BridgeEvents['market.history']): void {
    const changed = new Set(symbols.filter((symbol) => !paused.includes(symbol)));
    for (const watched of this.watched.values()) if (changed.has(watched.symbol)) this.refresh(watched);
  }

  private refresh(watched: Watched): void {
    watched.outdated = true;
    if (!watched.loading) void this.load(watched);
  }

  /** Reads until nothing has outdated what was read. */
  private async load(watched: Watched): Promise<void> {
    watched.loading = true;
    while (watched.outdated && watched.listeners.size > 0 && !this.stopping.signal.aborted) {
      const turn = this.reading.then(() => this.readOnce(watched));
      this.reading = turn.then(() => undefined);
      const read = await turn;
      if (!read) watched.outdated = true;
      if (watched.outdated) await this.pause(read ? pauseMs : retryMs);
    }
    watched.loading = false;
  }

  private async readOnce(watched: Watched): Promise<boolean> {
    const { symbol, interval, series } = watched;
    watched.heard = [];
    watched.outdated = false;
    try {
      const candles = (await this.columns.newest([symbol], interval, series.depth)).get(symbol) ?? toColumns([]);
      const lastAt = candles.at[candles.length - 1] ?? 0;
      await inTurns(series.load(candles, lastAt + intervalMs[interval] > Date.now()));
      watched.loaded = true;
      for (const { candle, closed } of watched.heard) watched.outdated = series.take(candle, closed).outdated || watched.outdated;
      this.tell(watched, { told: [{ candle: 'newest', closed: false }], outdated: false });
      return true;
    } catch (error) {
      this.log.warn(`the candles of ${symbol} ${interval} could not be read: ${error instanceof Error ? error.message : String(error)}`);
      return false;
    } finally {
      watched.heard = [];
    }
  }

  private async pause(ms: number): Promise<void> {
    await sleep(ms, undefined, { signal: this.stopping.signal, ref: false }).catch(() => undefined);
  }
}

function keyOf(symbol: string, interval: CandleInterval): string {
  return `${symbol}:${interval}`;
}

function toCandle([at, open, high, low, close, volume]: CandleRow): Candle {
  return { at, open, high, low, close, volume };
}
