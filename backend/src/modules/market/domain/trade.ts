import type { TradeSide } from '@tideline/contracts';

/** One execution as a venue reported it, in our spelling. Price in the quote currency, quantity in the base asset. */
export interface Trade {
  venue: string;
  /** Canonical pair: `BTC-USD`, `BTC-USDT`. */
  pair: string;
  /** The venue's own id; the three venues count up by one per pair, within 2^53. */
  tradeId: number;
  price: number;
  quantity: number;
  /** The aggressor. */
  side: TradeSide;
  /** Venue time, epoch milliseconds, truncated. */
  tradedAt: number;
}

/** A trade with what it adds to the consolidated USD series: null when the price was left out (outlier, no rate). */
export interface ValuedTrade extends Trade {
  usdPrice: number | null;
}
