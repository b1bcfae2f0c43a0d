import type { AssetFactsSource } from '../asset-facts-source';
import type { ComputedHistory, Venue } from '../venue';
import { SimulatedFacts } from './simulated-facts';
import { SimulatedHistory } from './simulated-history';
import { SimulatedMarkets } from './simulated-markets';
import { SimulatedVenue } from './simulated-venue';
import { venueProfiles } from './venue-market';

/** The whole simulated market. Nothing runs until a venue is started, so a process that only serves may have one for its history. */
export interface SimulatedMarket {
  venues: Venue[];
  history: ComputedHistory;
  facts: AssetFactsSource;
}

/**
 * Makes the simulated market of a seed: the same seed gives the same trades at the same absolute times, in every process.
 * `assets` are listed besides the default ones.
 */
export function createSimulatedMarket(options: { seed: string; assets: readonly string[]; clock?: () => number }): SimulatedMarket {
  const { seed, assets, clock = Date.now } = options;
  const markets = new SimulatedMarkets(seed, assets);
  // Who reads the past walks through many days: the live market must not lose the day that it is in the middle of.
  const pastMarkets = new SimulatedMarkets(seed, assets);
  const history = new SimulatedHistory(pastMarkets, clock);
  return {
    venues: venueProfiles.map((profile) => new SimulatedVenue(profile, markets, history, clock)),
    history,
    facts: new SimulatedFacts(pastMarkets, clock),
  };
}
