import { Inject, Injectable, type OnModuleDestroy, type OnModuleInit } from '@nestjs/common';
import type { AssetPrice, CandleInterval, CandleRow, DataMode, LivePriceItem, PublicTrade, VenueStatus } from '@tideline/contracts';
import { EventBridge } from '../../../platform/events/event-bridge';
import type { AssetFacts, GlobalFacts } from '../venues/asset-facts-source';
import type { Market } from '../domain/market';
import { percentChange, widened, type PriceReferences } from '../domain/price-change';
import { DATA_MODE } from './data-mode';
import { MarketCatalog, type CatalogAsset } from './market-catalog';
import type { ConsolidatedPrice, MarketPricesFrame } from './market-events';
import { OpenCandles, type LatestCandle } from './open-candles';
import { RecentTrades } from './recent-trades';

/** Ingestion repeats all prices once a second; this long without a frame, nobody confirms them any more. */
const silentAfterMs = 30_000;
/** Market-wide figures come every 5 minutes; after three missed ones their changes say nothing of now. */
const factsFreshMs = 15 * 60_000;

/** Market-wide figures and when they were taken (epoch ms). */
export type DatedFacts<T> = T & { at: number };

/** What is read from the database now and then, as one piece. */
export interface StoredFigures {
  references: PriceReferences[];
  facts: DatedFacts<AssetFacts>[];
  global: DatedFacts<GlobalFacts> | null;
}

/**
 * The market as of now, in memory: fed by the event bridge, so it is the same in every process, and by the figures that the
 * database knows. Reading it costs nothing and works while the database is away.
 */
@Injectable()
export class MarketView implements OnModuleInit, OnModuleDestroy {
  /** Rises with every change that a reader could see. */
  version = 0;
  private readonly quotes = new Map<string, ConsolidatedPrice>();
  private readonly candles = new OpenCandles();
  private readonly trades = new RecentTrades();
  private references = new Map<string, PriceReferences>();
  private factsBySymbol = new Map<string, DatedFacts<AssetFacts>>();
  private globalFacts: DatedFacts<GlobalFacts> | null = null;
  private statuses: VenueStatus[] = [];
  private frameAt: number | null = null;
  private isSilent = true;
  private cached: { version: number; prices: Map<string, AssetPrice> } | null = null;
  private endings: (() => void)[] = [];

  constructor(
    @Inject(EventBridge) private readonly bridge: EventBridge,
    @Inject(DATA_MODE) readonly dataMode: DataMode,
    @Inject(MarketCatalog) readonly catalog: MarketCatalog,
  ) {}

  onModuleInit(): void {
    this.endings = [
      this.bridge.subscribe('market.prices', (frame) => this.takeFrame(frame)),
      this.bridge.subscribe('market.candles', ({ venue, pair, symbol, updates }) => {
        this.candles.take(venue, venue === null ? symbol : pair, updates);
      }),
      this.bridge.subscribe('market.trades', ({ pair, items }) => this.trades.take(pair, items)),
      this.bridge.subscribe('market.venues', ({ venues }) => {
        this.statuses = venues;
        this.version += 1;
      }),
    ];
  }

  onModuleDestroy(): void {
    for (const end of this.endings) end();
  }

  /** Takes in what the database knows. */
  takeFigures({ references, facts, global }: StoredFigures): void {
    this.references = new Map(references.map((one) => [one.symbol, one]));
    this.factsBySymbol = new Map(facts.map((one) => [one.symbol, one]));
    this.globalFacts = global;
    this.version += 1;
  }

  takeCatalog(assets: CatalogAsset[], markets: Market[]): void {
    this.catalog.replace(assets, markets);
    // What was said of them before is not news when they are followed again, and what is stored of them is all there is.
    const paused = new Set(assets.filter(({ enabled }) => !enabled).map(({ symbol }) => symbol));
    for (const symbol of paused) this.quotes.delete(symbol);
    this.candles.forget(paused);
    this.version += 1;
  }

  takeStoredTrades(pair: string, newest: PublicTrade[]): void {
    this.trades.take(pair, newest);
  }

  /** Marks the prices stale when no frame has come for 30 s; called once a second. */
  noticeSilence(now: number): void {
    const silent = now - (this.frameAt ?? 0) > silentAfterMs;
    if (silent !== this.isSilent) this.version += 1;
    this.isSilent = silent;
  }

  /** Nobody tells prices and candles any more: what is in memory may be older than what is stored. */
  get silent(): boolean {
    return this.isSilent;
  }

  /** How long ago (ms) the newest frame of prices came; null before the first. */
  frameAgeMs(now: number): number | null {
    return this.frameAt === null ? null : Math.max(0, now - this.frameAt);
  }

  /** Every followed asset's price, in the catalog's order. */
  prices(): AssetPrice[] {
    return [...this.current().values()];
  }

  /** The price of an asset that is followed, or the last one known of one that was; null for one that never was. */
  price(symbol: string): AssetPrice | null {
    const asset = this.catalog.asset(symbol);
    return this.current().get(symbol) ?? (asset === undefined ? null : this.priceOf(asset));
  }

  livePrices(): LivePriceItem[] {
    return this.prices().map(({ symbol, price, change24h, volume24h, asOf, stale }) => ({
      symbol,
      price,
      change24h,
      volume24h,
      asOf,
      stale,
    }));
  }

  venues(): VenueStatus[] {
    return this.statuses;
  }

  /** The newest candle of the consolidated series that ingestion has announced, or null before the first. */
  openCandle(symbol: string, interval: CandleInterval): LatestCandle | null {
    return this.candles.latest(null, symbol, interval);
  }

  /** The same for one venue's own series of a pair. */
  venueCandle(venue: string, pair: string, interval: CandleInterval): LatestCandle | null {
    return this.candles.latest(venue, pair, interval);
  }

  /** Newest first, at most 50. */
  recentTrades(pair: string): PublicTrade[] {
    return this.trades.of(pair);
  }

  knowsAsset(symbol: string): boolean {
    return this.catalog.asset(symbol) !== undefined;
  }

  knowsPair(pair: string): boolean {
    return this.catalog.marketsOf(pair).length > 0;
  }

  facts(symbol: string): DatedFacts<AssetFacts> | undefined {
    return this.factsBySymbol.get(symbol);
  }

  global(): DatedFacts<GlobalFacts> | null {
    return this.globalFacts;
  }

  /** Hourly prices of the last seven days, our own where they reach, else the ones of the market-wide figures. */
  sparkline(symbol: string): number[] {
    const own = this.references.get(symbol)?.sparkline7d ?? [];
    const known = this.factsBySymbol.get(symbol)?.sparkline7d ?? [];
    return own.length >= known.length ? own : known;
  }

  private current(): Map<string, AssetPrice> {
    if (this.cached?.version !== this.version) {
      const prices = new Map(this.catalog.assets().map((asset) => [asset.symbol, this.priceOf(asset)]));
      this.cached = { version: this.version, prices };
    }
    return this.cached.prices;
  }

  private takeFrame(frame: MarketPricesFrame): void {
    for (const item of frame.items) this.quotes.set(item.symbol, item);
    this.frameAt = Date.now();
    this.isSilent = false;
    this.version += 1;
  }

  private priceOf({ symbol, enabled }: CatalogAsset): AssetPrice {
    const quote = enabled ? this.quotes.get(symbol) : undefined;
    const past = this.references.get(symbol);
    const latest = quote && quote.price !== null ? quote : stored(past);
    const open: CandleRow | undefined = this.candles.latest(null, symbol, '1m')?.candle;
    return {
      symbol,
      price: latest.price,
      ...this.changes(symbol, latest.price),
      volume24h: quote?.volume24h ?? null,
      high24h: widened(Math.max, past?.high24h, open?.[2], latest.price),
      low24h: widened(Math.min, past?.low24h, open?.[3], latest.price),
      sources: quote?.sources ?? [],
      asOf: latest.asOf,
      stale: latest.stale || this.isSilent,
    };
  }

  /** From our own candles; where they do not reach yet, from the market-wide figures while those are fresh. */
  private changes(symbol: string, price: number | null): Pick<AssetPrice, 'change1h' | 'change24h' | 'change7d'> {
    const past = this.references.get(symbol);
    const known = this.factsBySymbol.get(symbol);
    const told = known !== undefined && Date.now() - known.at < factsFreshMs ? known : null;
    return {
      change1h: percentChange(past?.price1h, price) ?? told?.change1h ?? null,
      change24h: percentChange(past?.price24h, price) ?? told?.change24h ?? null,
      change7d: percentChange(past?.price7d, price) ?? told?.change7d ?? null,
    };
  }
}

function stored(past: PriceReferences | undefined): Pick<AssetPrice, 'price' | 'asOf' | 'stale'> {
  const { lastPrice = null, lastAt = null } = past ?? {};
  return { price: lastPrice, asOf: lastAt === null ? null : new Date(lastAt).toISOString(), stale: true };
}
