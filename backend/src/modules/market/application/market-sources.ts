import type { DataMode } from '@tideline/contracts';
import type { Config } from '../../../platform/config/config';
import { commonSymbols } from '../domain/known-assets';
import { liveVenues } from '../venues/live-venues';
import { createSimulatedMarket } from '../venues/simulated/simulated-market';
import type { ComputedHistory, Venue } from '../venues/venue';

/** Where the market's data comes from in this process's mode. Nothing is connected until a venue is started. */
export interface MarketSources {
  venues: Venue[];
  /** History that is computed on read; null where all of it is stored. */
  history: ComputedHistory | null;
}

/** Injection token of the sources. */
export const MARKET_SOURCES = Symbol('market sources');

export function marketSources(config: Config, dataMode: DataMode): MarketSources {
  if (dataMode === 'live') return { venues: liveVenues(config), history: null };
  const { venues, history } = createSimulatedMarket({ seed: config.SIM_SEED, assets: [...config.ASSETS, ...commonSymbols] });
  return { venues, history };
}
