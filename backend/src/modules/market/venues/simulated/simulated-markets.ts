import type { VenuePair } from '../../domain/market';
import { AssetPaths } from './asset-path';
import { assetProfile, defaultSymbols } from './asset-profile';
import { VenueMarket, venueProfiles } from './venue-market';
import type { VenueProfile } from './venue-market';

/** Every pair of every simulated venue, for one seed. */
export class SimulatedMarkets {
  readonly paths: AssetPaths;
  private readonly markets = new Map<string, VenueMarket>();
  private readonly symbols: readonly string[];

  /** `symbols` are listed besides the default ones. */
  constructor(
    private readonly seed: string,
    symbols: readonly string[],
  ) {
    this.paths = new AssetPaths(seed);
    this.symbols = [...new Set([...defaultSymbols, ...symbols])].filter((symbol) => symbol !== 'USD' && !assetProfile(symbol).stable);
  }

  /** All pairs that one venue lists: each asset in the venue's quote currency, and USDT-USD where that is USD. */
  listed(venue: VenueProfile): VenuePair[] {
    const bases = venue.quote === 'USD' ? [...this.symbols, 'USDT'] : this.symbols;
    return bases.map((base) => {
      const pair = `${base}-${venue.quote}`;
      return { venue: venue.name, pair, base, quote: venue.quote, venueSymbol: pair };
    });
  }

  /** Gives the market of a listed pair, or null when that venue does not list it. */
  find(venueName: string, pair: string): VenueMarket | null {
    const key = `${venueName}/${pair}`;
    const found = this.markets.get(key);
    if (found !== undefined) return found;
    const venue = venueProfiles.find((profile) => profile.name === venueName);
    const listed = venue && this.listed(venue).find((entry) => entry.pair === pair);
    if (venue === undefined || listed === undefined) return null;
    const quotePath = venue.quote === 'USD' ? null : this.paths.of(venue.quote);
    const market = new VenueMarket(this.seed, venue, pair, this.paths.of(listed.base), quotePath);
    this.markets.set(key, market);
    return market;
  }

  /** The markets of one asset at all venues. */
  of(symbol: string): VenueMarket[] {
    return venueProfiles.flatMap((venue) => this.find(venue.name, `${symbol}-${venue.quote}`) ?? []);
  }
}
