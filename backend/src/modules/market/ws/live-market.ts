import type { CandleInterval, CandleRow, LivePriceItem, PublicTrade, VenueStatus } from '@tideline/contracts';

/** What the live stream reads of the market: memory only, never the database. */
export interface LiveMarket {
  livePrices(): LivePriceItem[];
  venues(): VenueStatus[];
  /** The forming candle of the consolidated series, or null before the first trade. */
  openCandle(symbol: string, interval: CandleInterval): { candle: CandleRow; closed: boolean } | null;
  /** Newest first, at most 50. */
  recentTrades(pair: string): PublicTrade[];
  knowsAsset(symbol: string): boolean;
  knowsPair(pair: string): boolean;
}
