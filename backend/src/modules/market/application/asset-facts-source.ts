import type { DataMode } from '@tideline/contracts';
import type { Config } from '../../../platform/config/config';
import { Settings } from '../db/settings.repository';
import { commonSymbols } from '../domain/known-assets';
import type { AssetFactsSource } from '../venues/asset-facts-source';
import { CoinGecko } from '../venues/coingecko/coingecko';
import { createSimulatedMarket } from '../venues/simulated/simulated-market';
import { spendCoinGeckoCalls } from './spend-coingecko-calls';

type FactsConfig = Pick<Config, 'COINGECKO_URL' | 'COINGECKO_API_KEY' | 'SIM_SEED' | 'ASSETS'>;

/** Gives the source of market-wide figures of a data mode: CoinGecko with its monthly budget, or the simulated market. */
export function assetFactsSource(mode: DataMode, config: FactsConfig, settings: Settings): AssetFactsSource {
  if (mode === 'simulated') return createSimulatedMarket({ seed: config.SIM_SEED, assets: [...config.ASSETS, ...commonSymbols] }).facts;
  return new CoinGecko({ baseUrl: config.COINGECKO_URL, apiKey: config.COINGECKO_API_KEY, beforeCall: spendCoinGeckoCalls(settings) });
}
