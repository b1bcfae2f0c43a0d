import type { AssetPrice, CandleInterval, CandleRow, DataMode, PublicTrade, VenueStatus } from '@tideline/contracts';

/** What ingestion says after it has stored it. */
declare module '../../../platform/events/event-bridge' {
  interface BridgeEvents {
    /** Prices that changed since the last frame; all of them once a second. */
    'market.prices': MarketPricesFrame;
    'market.trades': { pair: string; items: PublicTrade[] };
    /** The forming (or just closed) candles of a series; `venue` null = consolidated. */
    'market.candles': {
      venue: string | null;
      pair: string;
      symbol: string;
      updates: { interval: CandleInterval; candle: CandleRow; closed: boolean }[];
    };
    /** Stored candles of these assets have changed other than by news: back-fill, repair, late trades. What was read of them is outdated. Nothing is streamed of those that are `paused`: they are not followed now. */
    'market.history': { symbols: string[]; paused?: string[] };
    'market.venues': { venues: VenueStatus[] };
    /** Market-wide figures (caps, ranks, supply) or the list of assets changed: read them again. */
    'market.assets': { at: number };
    /** An administrator changed which assets are followed, or their order: who ingests follows at once. */
    'market.assets-changed': { at: number };
  }
}

export interface MarketPricesFrame {
  frameAt: number;
  complete: boolean;
  dataMode: DataMode;
  items: ConsolidatedPrice[];
}

/** What ingestion knows of an asset's price; the changes over time are added where it is served. */
export type ConsolidatedPrice = Pick<AssetPrice, 'symbol' | 'price' | 'volume24h' | 'sources' | 'asOf' | 'stale'>;
