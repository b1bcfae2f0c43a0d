import type { Config } from '../../../platform/config/config';
import { BinanceVenue } from './binance/binance';
import { CoinbaseVenue } from './coinbase/coinbase';
import { KrakenVenue } from './kraken/kraken';
import type { Venue } from './venue';

/** Gives the real venues named in VENUES, in that order, at the configured addresses; nothing is connected yet. */
export function liveVenues(config: Config): Venue[] {
  const makers = {
    kraken: () => new KrakenVenue(config.KRAKEN_WS_URL, config.KRAKEN_REST_URL),
    binance: () => new BinanceVenue(config.BINANCE_WS_URL, config.BINANCE_REST_URL),
    coinbase: () => new CoinbaseVenue(config.COINBASE_WS_URL, config.COINBASE_REST_URL),
  };
  return config.VENUES.map((name) => makers[name]());
}
