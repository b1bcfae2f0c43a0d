import type { MarketView } from '../application/market-view';

/** What the live stream reads of the market: memory only, never the database. */
export type LiveMarket = Pick<MarketView, 'livePrices' | 'venues' | 'openCandle' | 'recentTrades' | 'knowsAsset' | 'knowsPair'>;
