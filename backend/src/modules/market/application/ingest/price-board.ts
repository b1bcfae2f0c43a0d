import type { DataMode } from '@tideline/contracts';
import { consolidate, type Consolidation } from '../../domain/consolidated-price';
import { rateCurrencies } from '../../domain/pick-pairs';
import type { ConsolidatedPrice, MarketPricesFrame } from '../market-events';
import { activeQuotes, type AssetState, type MarketBook } from './market-book';

const completeEveryMs = 1_000;

/** Makes the frames of consolidated prices: what changed since the frame before, and once a second all of them. */
export class PriceBoard {
  private readonly told = new Map<string, string>();
  private completeAt = -Infinity;
  private tracked: string[] = [];
  private last: MarketPricesFrame | null = null;

  constructor(
    private readonly book: MarketBook,
    private readonly dataMode: DataMode,
  ) {}

  /** Whose prices are told from now on. */
  track(symbols: readonly string[]): void {
    this.tracked = [...symbols];
    this.completeAt = -Infinity;
  }

  /** Prices one asset from what its venues last said. */
  reprice(asset: AssetState, now: number): Consolidation {
    const result = consolidate(activeQuotes(asset), (currency) => this.book.rate(currency, now), asset.price, now);
    if (!result.stale) {
      asset.price = result.price;
      asset.pricedAt =
        now - result.sources.reduce((least, source) => (source.excluded === null ? Math.min(least, source.ageMs ?? 0) : least), Infinity);
    }
    return result;
  }

  /** Gives the next frame, or null when nothing changed and a complete one is not due. */
  frame(now: number): MarketPricesFrame | null {
    for (const currency of rateCurrencies) {
      const asset = this.book.assetOf(currency);
      if (asset !== null) this.reprice(asset, now);
    }
    const complete = now - this.completeAt >= completeEveryMs;
    const priced = this.tracked.map((symbol) => this.price(symbol, now));
    const items = priced.filter((item) => this.isNews(item) || complete);
    if (complete) this.completeAt = now;
    if (items.length === 0 && !complete) return null;
    this.last = { frameAt: now, complete, dataMode: this.dataMode, items: complete ? items : priced };
    return { frameAt: now, complete, dataMode: this.dataMode, items };
  }

  /** Gives the prices as last made, all marked stale: while nothing can be stored they are not confirmed. */
  staleFrame(now: number): MarketPricesFrame | null {
    if (this.last === null) return null;
    this.told.clear();
    this.completeAt = -Infinity;
    return { ...this.last, frameAt: now, complete: true, items: this.last.items.map((item) => ({ ...item, stale: true })) };
  }

  private price(symbol: string, now: number): ConsolidatedPrice {
    const asset = this.book.assetOf(symbol);
    const asOf = new Date(now).toISOString();
    if (asset === null) return { symbol, price: null, volume24h: null, sources: [], asOf: null, stale: true };
    const { price, volume24h, stale, sources } = this.reprice(asset, now);
    return { symbol, price, volume24h, sources, asOf: price === null ? null : asOf, stale };
  }

  private isNews(item: ConsolidatedPrice): boolean {
    const sources = item.sources.map((source) => `${source.venue} ${source.price} ${source.excluded ?? ''}`);
    const content = `${item.price} ${item.stale} ${item.volume24h} ${sources.join()}`;
    if (this.told.get(item.symbol) === content) return false;
    this.told.set(item.symbol, content);
    return true;
  }
}
