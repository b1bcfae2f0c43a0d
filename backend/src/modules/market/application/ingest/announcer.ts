import type { PublicTrade } from '@tideline/contracts';
import { EventBridge, type BridgeEvents } from '../../../../platform/events/event-bridge';
import type { TradeColumns } from '../../db/trade-store';
import type { Candle } from '../../domain/candle';
import type { SeriesFold } from '../../domain/series-fold';
import type { MarketPricesFrame } from '../market-events';
import { CandleNews } from './candle-news';
import type { AssetState, MarketBook, MarketState } from './market-book';

/** Who watches sees the newest trades of a burst; all of them are stored. */
const mostTradesTold = 500;

/** What is told once its batch is stored, in this order. */
export interface News {
  trades: BridgeEvents['market.trades'][];
  candles: BridgeEvents['market.candles'][];
  prices: MarketPricesFrame | null;
}

/** Turns what was taken in into news for the bridge. */
export class Announcer {
  private readonly candleNews = new Map<SeriesFold, CandleNews>();
  private tracked: ReadonlySet<string> = new Set();

  constructor(
    private readonly book: MarketBook,
    private readonly bridge: EventBridge,
  ) {}

  /** Whose candles are told from now on. */
  track(symbols: readonly string[]): void {
    this.tracked = new Set(symbols);
  }

  isTracked(symbol: string): boolean {
    return this.tracked.has(symbol);
  }

  /** Candles of an asset that is not followed any more still close by the clock, the last one a week later: nobody hears of it. */
  publish(news: News): void {
    for (const event of news.trades) this.bridge.publish('market.trades', event);
    for (const event of news.candles) if (this.isTracked(event.symbol)) this.bridge.publish('market.candles', event);
    if (news.prices !== null) this.bridge.publish('market.prices', news.prices);
  }

  /** Gives the newest trades per pair, in the order in which they came. */
  tradesOf(columns: TradeColumns): News['trades'] {
    const byPair = new Map<string, PublicTrade[]>();
    for (let index = columns.tradeIds.length - 1; index >= 0; index--) {
      const state = this.book.known(columns.marketIds[index] ?? 0);
      if (state === null) continue;
      const items = byPair.get(state.market.pair) ?? [];
      if (items.length >= mostTradesTold) continue;
      items.push(publicTrade(state, columns, index));
      byPair.set(state.market.pair, items);
    }
    return [...byPair].map(([pair, items]) => ({ pair, items: items.reverse() }));
  }

  /** Gives the candle updates of a series for its changed minutes, and the closings that are due; null when there are none. */
  candlesOf(owner: MarketState | AssetState, minutes: readonly Candle[], venueNow: number): News['candles'][number] | null {
    return this.event(owner, this.newsOf(owner.series).updates(minutes, venueNow));
  }

  /** Gives the newest candles of a series at every interval. */
  newestCandlesOf(owner: MarketState | AssetState, venueNow: number): News['candles'][number] | null {
    return this.event(owner, this.newsOf(owner.series).newest(venueNow));
  }

  private event(owner: MarketState | AssetState, updates: News['candles'][number]['updates']): News['candles'][number] | null {
    if (updates.length === 0) return null;
    if ('market' in owner) return { venue: owner.market.venue, pair: owner.market.pair, symbol: owner.asset.symbol, updates };
    return { venue: null, pair: `${owner.symbol}-USD`, symbol: owner.symbol, updates };
  }

  private newsOf(series: SeriesFold): CandleNews {
    let news = this.candleNews.get(series);
    if (news === undefined) {
      news = new CandleNews(series);
      this.candleNews.set(series, news);
    }
    return news;
  }
}

function publicTrade(state: MarketState, columns: TradeColumns, index: number): PublicTrade {
  return {
    venue: state.market.venue,
    pair: state.market.pair,
    tradeId: String(columns.tradeIds[index] ?? 0),
    price: columns.prices[index] ?? 0,
    quantity: columns.quantities[index] ?? 0,
    side: columns.isBuys[index] === true ? 'buy' : 'sell',
    tradedAt: new Date(columns.tradedAts[index] ?? 0).toISOString(),
  };
}
