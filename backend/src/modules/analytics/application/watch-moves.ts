import type { DataMode, MarketAlert } from '@tideline/contracts';
import type { Duty } from '../../../platform/database/leadership';
import type { BridgeEvents, EventBridge } from '../../../platform/events/event-bridge';
import type { MarketAlerts } from '../db/market-alerts.repository';
import { MoveWatch, type MoveNews } from '../domain/move-watch';
import { KeepMoves } from './keep-moves';
import { LearnReturns, type LearningParts } from './learn-returns';

export interface WatchingParts extends Omit<LearningParts, 'learnt'> {
  bridge: EventBridge;
  alerts: MarketAlerts;
  threshold: number;
  dataMode: DataMode;
}

/** A minute that opened longer ago is history: back-fill and repair raise no alerts. Venue clocks may be a little off. */
const liveMs = 3 * 60_000;

/** Looks at every consolidated price as it comes for moves that stand out. One process at a time does it. */
export class WatchMoves implements Duty {
  private readonly watches = new Map<string, MoveWatch>();
  private endings: (() => void)[] = [];
  private stopping = new AbortController();
  private learning: Promise<void> = Promise.resolve();
  private keep: KeepMoves;

  constructor(private readonly parts: WatchingParts) {
    this.keep = this.keeper();
  }

  /** Resolves when the moves that were going on are known again. */
  async start(): Promise<void> {
    const { bridge, columns, symbols, alerts } = this.parts;
    this.watches.clear();
    this.stopping = new AbortController();
    this.keep = this.keeper();
    for (const move of await alerts.open()) {
      this.keep.resume(move);
      this.watchOf(move.symbol).resume(move);
    }
    const learn = new LearnReturns({
      columns,
      symbols,
      learnt: (symbol, { usual, minutes }) => {
        const watch = this.watchOf(symbol);
        for (const [at, close] of minutes) if (!watch.closes.has(at)) watch.closes.take(at, close);
        watch.usual = usual;
      },
    });
    this.endings = [
      bridge.subscribe('market.candles', (event) => this.take(event)),
      bridge.subscribe('market.history', ({ symbols: changed }) => learn.outdate(changed)),
    ];
    this.learning = learn.run(this.stopping.signal);
  }

  async stop(): Promise<void> {
    for (const end of this.endings) end();
    this.stopping.abort();
    await Promise.all([this.learning, this.keep.settled()]);
  }

  private take({ venue, symbol, updates }: BridgeEvents['market.candles']): void {
    if (venue !== null) return;
    const now = Date.now();
    for (const { interval, candle } of updates) {
      if (interval === '1m' && candle[0] > now - liveMs) this.hear(symbol, this.watchOf(symbol).take(candle[0], candle[4], now), now);
    }
  }

  private hear(symbol: string, { ended, begun, strengthened }: MoveNews, now: number): void {
    if (ended) this.keep.end(symbol, now);
    if (begun !== null) this.keep.begin(begun);
    if (strengthened !== null) this.keep.strengthen(strengthened);
  }

  private watchOf(symbol: string): MoveWatch {
    let watch = this.watches.get(symbol);
    if (watch === undefined) {
      watch = new MoveWatch(symbol, this.parts.threshold);
      this.watches.set(symbol, watch);
    }
    return watch;
  }

  private keeper(): KeepMoves {
    const { alerts, bridge, dataMode } = this.parts;
    const announce = (alert: MarketAlert): void => bridge.publish('analytics.alert', { alert });
    return new KeepMoves({ alerts, announce, dataMode, signal: this.stopping.signal });
  }
}
