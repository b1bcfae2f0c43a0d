/** The venue name under which our own consolidated USD series are kept. */
export const consolidated = 'consolidated';

/** One pair at one venue, as the venue lists it. */
export interface VenuePair {
  venue: string;
  /** Canonical: `BTC-USD`. */
  pair: string;
  base: string;
  quote: string;
  /** The venue's own spelling for its stream: `BTC/USD` (Kraken), `BTCUSDT` (Binance), `BTC-USD` (Coinbase). */
  venueSymbol: string;
}

/** A venue pair (or a consolidated series) with its row in `markets`. */
export interface Market extends VenuePair {
  id: number;
}
