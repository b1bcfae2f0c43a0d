import { canonicalAsset, type AddAssetRequest } from '@tideline/contracts';
import { knownAsset, knownCoin } from '../domain/known-assets';
import type { VenuePair } from '../domain/market';
import { quoteOrder } from '../domain/pick-pairs';
import { FactsRefusal, type AssetFactsSource } from '../venues/asset-facts-source';
import { VenueRefusal, type Venue } from '../venues/venue';
import { notListed, sourceUnavailable, unknownCoin } from './asset-listing.errors';

const withinMs = 10_000;

/** Injection token of `FindAsset`. */
export const FIND_ASSET = Symbol('find asset');

/** What an asset that is to be followed is called. */
export interface FoundAsset {
  symbol: string;
  name: string;
  coingeckoId: string | null;
}

/** Finds out what somebody means who wants another asset followed, and whether any venue trades it. */
export class FindAsset {
  constructor(
    private readonly facts: AssetFactsSource,
    private readonly venues: readonly Venue[],
  ) {}

  /**
   * Common coins are known without asking; others CoinGecko is asked for, and the venues are asked always. Throws a 422 for what nobody
   * knows or lists, a 503 when who would know does not answer.
   */
  async find(asked: AddAssetRequest): Promise<FoundAsset> {
    const signal = AbortSignal.timeout(withinMs);
    if ('pair' in asked) {
      const symbol = asked.pair.split('-', 1)[0] ?? '';
      await this.checkListed(symbol, asked.pair, signal);
      return { symbol, name: symbol, coingeckoId: null, ...knownAsset(symbol) };
    }
    const found = knownCoin(asked.coingeckoId) ?? (await this.askCoin(asked.coingeckoId, signal));
    await this.checkListed(found.symbol, null, signal);
    return found;
  }

  private async askCoin(coingeckoId: string, signal: AbortSignal): Promise<FoundAsset> {
    try {
      const coin = await this.facts.coin(coingeckoId, signal);
      const symbol = coin === null ? null : canonicalAsset(coin.symbol);
      if (coin === null || symbol === null) throw unknownCoin(coingeckoId);
      return { symbol, name: coin.name, coingeckoId };
    } catch (error) {
      if (error instanceof FactsRefusal) throw sourceUnavailable(error.message, error.retryAfterMs);
      if (signal.aborted) throw sourceUnavailable(`${this.facts.name} does not answer in time`, null);
      throw error;
    }
  }

  /** `pair` null: any pair of the asset that leads to USD will do. */
  private async checkListed(symbol: string, pair: string | null, signal: AbortSignal): Promise<void> {
    const answers = await Promise.all(this.venues.map((venue) => pairsOf(venue, symbol, signal)));
    const usable = answers.flatMap(({ pairs }) => pairs).filter(({ quote }) => quoteOrder.includes(quote));
    if (usable.some((one) => pair === null || one.pair === pair)) return;
    const silent = answers.flatMap(({ silence }) => silence ?? []);
    if (silent.length > 0) throw sourceUnavailable(`It is not known whether ${pair ?? symbol} is listed: ${silent.join('; ')}`, null);
    const instead = [...new Set(usable.map((one) => one.pair))].sort();
    throw notListed(pair ?? symbol, instead, pair === null ? 'coingeckoId' : 'pair');
  }
}

/** The venue's pairs of an asset, or why it may have some that we do not know of. One that refuses us for good has none for us. */
async function pairsOf(venue: Venue, symbol: string, signal: AbortSignal): Promise<{ pairs: VenuePair[]; silence: string | null }> {
  try {
    const listed = await venue.rest.listPairs(signal);
    return { pairs: listed.filter(({ base }) => base === symbol), silence: null };
  } catch (error) {
    if (error instanceof VenueRefusal && error.retryAfterMs === null) return { pairs: [], silence: null };
    const reason = signal.aborted ? 'no answer in time' : error instanceof VenueRefusal ? error.reason : String(error);
    return { pairs: [], silence: `${venue.name}: ${reason}` };
  }
}
