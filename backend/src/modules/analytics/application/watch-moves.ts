import type { DataMode, MarketAlert } from '@tideline/contracts';
import type { Duty } from '../../../platform/database/leadership';
import type { BridgeEvents, EventBridge } from '../../../platform/events/event-bridge';
import { inTurns } from '../../../platform/turns/turn';
import type { MarketAlerts } from '../db/market-alerts.repository';
import { HeardTime } from '../domain/heard-time';
import { MoveWatch, type MoveNews } from '../domain/move-watch';
import { findPastMoves } from '../domain/past-moves';
import { KeepMoves } from './keep-moves';
import { LearnReturns, type Learnt, type LearningParts } from './learn-returns';

export interface WatchingParts extends Omit<LearningParts, 'learnt'> {
  bridge: EventBridge;
  alerts: MarketAlerts;
  threshold: number;
  dataMode: DataMode;
}

/** An asset that is watched, and when its prices were heard while it was known what is usual. */
interface Watched {
  watch: MoveWatch;
  heard: HeardTime;
}

/** A minute that opened longer ago is history: back-fill and repair raise no alerts. Venue clocks may be a little off. */
const liveMs = 3 * 60_000;

/** Looks at every consolidated price as it comes for moves that stand out. One process at a time does it. */
export class WatchMoves implements Duty {
  /** Live alerts since the process started, by direction. */
  readonly raised = { up: 0, down: 0 };
  private readonly watches = new Map<string, Watched>();
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
      this.watchedOf(move.symbol).watch.resume(move);
    }
    const learn = new LearnReturns({ columns, symbols, learnt: (symbol, learnt) => this.learn(symbol, learnt) });
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
    this.watches.clear();
  }

  /** Assets of which it is known what is usual; 0 where another process watches. */
  get assetsLearnt(): number {
    return [...this.watches.values()].filter(({ watch }) => (watch.usual?.[5] ?? null) !== null).length;
  }

  /** Takes what is usual, and looks through the closes that it was learnt of for moves that nobody has seen. */
  private async learn(symbol: string, { usual, past, minutes }: Learnt): Promise<void> {
    const { watch, heard } = this.watchedOf(symbol);
    for (const [at, close] of minutes) if (!watch.closes.has(at)) watch.closes.take(at, close);
    watch.usual = usual;
    const search = findPastMoves(past, { symbol, usual, threshold: this.parts.threshold, now: Date.now() });
    const missed = (await inTurns(search)).filter(({ detectedAt }) => !heard.includes(detectedAt));
    if (missed.length > 0 && !this.stopping.signal.aborted) this.keep.add(symbol, missed);
  }

  private take({ venue, symbol, updates }: BridgeEvents['market.candles']): void {
    if (venue !== null) return;
    const now = Date.now();
    for (const { interval, candle } of updates) {
      if (interval !== '1m' || candle[0] <= now - liveMs) continue;
      const { watch, heard } = this.watchedOf(symbol);
      if (watch.usual !== null) heard.hear(now);
      this.tell(symbol, watch.take(candle[0], candle[4], now), now);
    }
  }

  private tell(symbol: string, { ended, begun, strengthened }: MoveNews, now: number): void {
    if (ended) this.keep.end(symbol, now);
    if (begun !== null) this.keep.begin(begun);
    if (strengthened !== null) this.keep.strengthen(strengthened);
  }

  private watchedOf(symbol: string): Watched {
    let watched = this.watches.get(symbol);
    if (watched === undefined) {
      watched = { watch: new MoveWatch(symbol, this.parts.threshold), heard: new HeardTime() };
      this.watches.set(symbol, watched);
    }
    return watched;
  }

  private keeper(): KeepMoves {
    const { alerts, bridge, dataMode } = this.parts;
    const announce = (alert: MarketAlert): void => bridge.publish('analytics.alert', { alert });
    return new KeepMoves({ alerts, announce, raised: this.raised, dataMode, signal: this.stopping.signal });
  }
}
