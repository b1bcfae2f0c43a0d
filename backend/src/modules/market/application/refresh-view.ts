import { Inject, Injectable, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import { EventBridge } from '../../../platform/events/event-bridge';
import { LOG, type Log } from '../../../platform/observability/log';
import { CatalogReader } from '../db/catalog-reader.repository';
import { FiguresReader } from '../db/figures-reader.repository';
import { TradeReader } from '../db/trade-reader.repository';
import { consolidated, type Market } from '../domain/market';
import { MarketView } from './market-view';

const refreshMs = 60_000;
/** While the first back-fill brings yesterday's prices they are looked for more often, but not for ever. */
const impatientMs = 5_000;
const impatientForMs = 10 * 60_000;
const silenceCheckMs = 1_000;
const shownTrades = 50;

/** Keeps the view's stored half fresh: reads the catalog, past prices and market-wide figures once a minute, and when they changed. */
@Injectable()
export class RefreshView implements OnApplicationBootstrap, OnModuleDestroy {
  private timers: NodeJS.Timeout[] = [];
  private subscriptions: (() => void)[] = [];
  private running: Promise<void> | null = null;
  private askedAgain = false;
  private failing = false;
  private complete = false;

  constructor(
    @Inject(MarketView) private readonly view: MarketView,
    @Inject(CatalogReader) private readonly catalog: CatalogReader,
    @Inject(FiguresReader) private readonly figures: FiguresReader,
    @Inject(TradeReader) private readonly trades: TradeReader,
    @Inject(EventBridge) private readonly bridge: EventBridge,
    @Inject(LOG) private readonly log: Log,
  ) {}

  async onApplicationBootstrap(): Promise<void> {
    const until = Date.now() + impatientForMs;
    const again = (): void => void this.refresh();
    this.subscriptions = [this.bridge.subscribe('market.assets', again), this.bridge.subscribe('market.assets-changed', again)];
    this.timers = [
      setInterval(() => void this.refresh(), refreshMs),
      setInterval(() => this.refreshImpatiently(until), impatientMs),
      setInterval(() => this.view.noticeSilence(Date.now()), silenceCheckMs),
    ];
    await this.refresh();
    await this.loadTrades().catch((error: unknown) => this.log.warn({ err: error }, 'the newest trades could not be read'));
  }

  onModuleDestroy(): void {
    for (const end of this.subscriptions) end();
    for (const timer of this.timers) clearInterval(timer);
  }

  /** Reads everything anew. Asked while it runs, it runs once more; a failure is logged and left to the next minute. */
  async refresh(): Promise<void> {
    if (this.running !== null) {
      this.askedAgain = true;
      return this.running;
    }
    this.running = this.load();
    await this.running;
    this.running = null;
    if (!this.askedAgain) return;
    this.askedAgain = false;
    await this.refresh();
  }

  private refreshImpatiently(until: number): void {
    if (!this.complete && Date.now() < until) void this.refresh();
  }

  private async load(): Promise<void> {
    try {
      const [assets, markets] = await Promise.all([this.catalog.assets(), this.catalog.markets()]);
      this.view.takeCatalog(assets, markets);
      const [references, facts, global] = await Promise.all([
        this.figures.references(Date.now()),
        this.figures.facts(),
        this.figures.global(),
      ]);
      this.view.takeFigures({ references, facts, global });
      this.complete = references.length > 0 && references.every(({ price24h, high24h }) => price24h !== null && high24h !== null);
      this.failing = false;
    } catch (error) {
      if (!this.failing) this.log.warn({ err: error }, 'the stored figures could not be read; the ones in memory stay');
      this.failing = true;
    }
  }

  private async loadTrades(): Promise<void> {
    const markets = await this.catalog.markets();
    for (const [pair, ids] of idsByPair(markets)) {
      const { trades } = await this.trades.page(ids, { from: 0, to: Date.now() }, shownTrades, null);
      this.view.takeStoredTrades(pair, trades);
    }
  }
}

function idsByPair(markets: Market[]): Map<string, number[]> {
  const ids = new Map<string, number[]>();
  for (const { venue, pair, id } of markets) if (venue !== consolidated) ids.set(pair, [...(ids.get(pair) ?? []), id]);
  return ids;
}
