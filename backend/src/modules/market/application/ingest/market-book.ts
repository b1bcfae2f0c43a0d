import type { VenueQuote } from '../../domain/consolidated-price';
import type { Market } from '../../domain/market';
import { SeriesFold } from '../../domain/series-fold';
import type { TradeLedger } from '../../domain/trade-ledger';
import { rateMaxAgeMs } from '../../domain/value-trade';
import type { WatchedTime } from '../../domain/watched-time';
import type { Ticker } from '../../venues/venue';

/** One followed pair at one venue, as it stands now. */
export interface MarketState {
  readonly market: Market;
  readonly asset: AssetState;
  readonly series: SeriesFold;
  readonly quote: VenueQuote;
  readonly ledger: TradeLedger;
  readonly watched: WatchedTime;
  ticker: Ticker | null;
  /** The trade that made the quote; the newest by (time, id). */
  lastTradedAt: number;
  lastTradeId: number;
  active: boolean;
}

/** One asset over all venues. */
export interface AssetState {
  readonly symbol: string;
  readonly series: SeriesFold;
  readonly markets: MarketState[];
  /** The last consolidated price in USD and when a venue last confirmed it (local clock); null before the first. */
  price: number | null;
  pricedAt: number;
}

/** Everything followed, by venue and pair, and by asset. */
export class MarketBook {
  private readonly byVenue = new Map<string, Map<string, MarketState>>();
  private readonly assets = new Map<string, AssetState>();
  private readonly byId = new Map<number, MarketState>();
  private readonly series = new Map<number, SeriesFold>();

  /** Gives the followed market, or null when nobody asked for it. */
  find(venue: string, pair: string): MarketState | null {
    const state = this.byVenue.get(venue)?.get(pair);
    return state?.active === true ? state : null;
  }

  /** Gives a market that was followed and is not now; null for any other. */
  paused(venue: string, pair: string): MarketState | null {
    const state = this.byVenue.get(venue)?.get(pair);
    return state?.active === false ? state : null;
  }

  /** Gives a market that was followed at some time since the start. */
  known(marketId: number): MarketState | null {
    return this.byId.get(marketId) ?? null;
  }

  add(state: MarketState): void {
    const { venue, pair, id } = state.market;
    const pairs = this.byVenue.get(venue) ?? new Map<string, MarketState>();
    this.byVenue.set(venue, pairs.set(pair, state));
    this.byId.set(id, state);
    this.series.set(id, state.series);
    state.asset.markets.push(state);
  }

  /** Gives the asset's state, made with its consolidated series the first time. */
  asset(symbol: string, consolidatedId: number): AssetState {
    const known = this.assets.get(symbol);
    if (known !== undefined) return known;
    const asset: AssetState = { symbol, series: new SeriesFold(consolidatedId), markets: [], price: null, pricedAt: 0 };
    this.assets.set(symbol, asset);
    this.series.set(consolidatedId, asset.series);
    return asset;
  }

  /** Follows exactly these markets of a venue. */
  activate(venue: string, pairs: ReadonlySet<string>): void {
    for (const [pair, state] of this.byVenue.get(venue) ?? []) {
      state.active = pairs.has(pair);
      if (!state.active) state.watched.lost();
    }
  }

  get markets(): IterableIterator<MarketState> {
    return this.byId.values();
  }

  get assetStates(): IterableIterator<AssetState> {
    return this.assets.values();
  }

  assetOf(symbol: string): AssetState | null {
    return this.assets.get(symbol) ?? null;
  }

  /** Gives the close of a held minute of any series, venue or consolidated; null when it has none. */
  minuteClose(marketId: number, openAt: number): number | null {
    return this.series.get(marketId)?.coarse.at('1m', openAt)?.close ?? null;
  }

  /** Gives every series, of venues and consolidated. */
  get allSeries(): IterableIterator<SeriesFold> {
    return this.series.values();
  }

  /** Gives USD per unit of a quote currency at `now`; null when no rate is younger than five minutes. */
  rate(currency: string, now: number): number | null {
    if (currency === 'USD') return 1;
    const asset = this.assets.get(currency);
    return asset !== undefined && asset.price !== null && now - asset.pricedAt < rateMaxAgeMs ? asset.price : null;
  }
}

/** Gives the quotes of the venues at which the asset is followed. */
export function activeQuotes(asset: AssetState): VenueQuote[] {
  return asset.markets.filter((state) => state.active).map((state) => state.quote);
}
