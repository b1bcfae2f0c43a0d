import { knownAsset } from '../../domain/known-assets';
import { seedOf, uniform } from './chance';

/** What the simulation takes an asset to be; prices and supplies are of a realistic order, not anybody's quotation. */
export interface AssetProfile {
  symbol: string;
  name: string;
  /** The level in USD around which the price wanders. */
  anchorPrice: number;
  circulatingSupply: number;
  /** How strongly it follows the market as a whole. */
  beta: number;
  /** Deviation of a day's own log return, the market's part left out. */
  ownVolatility: number;
  /** Traded a day on all simulated venues together, USD. */
  dailyVolumeUsd: number;
  /** Trades a minute on a venue of average size. */
  tradesPerMinute: number;
  /** A stablecoin: no regimes, no jumps, back at its level within days. */
  stable: boolean;
}

/** Symbol, anchor price, circulating supply, beta, own volatility, daily volume in million USD, trades a minute. */
const table: readonly (readonly [string, number, number, number, number, number, number])[] = [
  ['BTC', 96_000, 19_950_000, 0.9, 0.008, 3_200, 170],
  ['ETH', 3_300, 120_600_000, 1.15, 0.014, 1_900, 120],
  ['SOL', 175, 540_000_000, 1.3, 0.02, 950, 100],
  ['XRP', 2.3, 59_500_000_000, 1.1, 0.024, 800, 90],
  ['ADA', 0.74, 35_800_000_000, 1.2, 0.022, 180, 50],
  ['DOGE', 0.2, 150_500_000_000, 1.25, 0.026, 420, 70],
  ['AVAX', 27, 422_000_000, 1.25, 0.023, 120, 42],
  ['DOT', 5.1, 1_600_000_000, 1.15, 0.021, 70, 36],
  ['LINK', 17.5, 680_000_000, 1.2, 0.024, 160, 48],
  ['LTC', 97, 76_300_000, 0.95, 0.019, 140, 44],
  ['BCH', 480, 19_950_000, 0.95, 0.022, 90, 36],
  ['UNI', 8.8, 630_000_000, 1.2, 0.027, 75, 36],
  ['ATOM', 5.2, 465_000_000, 1.1, 0.021, 45, 30],
  ['XLM', 0.31, 31_500_000_000, 1.05, 0.025, 85, 36],
  ['ETC', 21, 153_000_000, 1.05, 0.02, 40, 28],
  ['NEAR', 3.4, 1_250_000_000, 1.25, 0.026, 65, 34],
  ['AAVE', 230, 15_200_000, 1.2, 0.027, 95, 36],
  ['ALGO', 0.23, 8_700_000_000, 1.15, 0.025, 35, 28],
  ['FIL', 3.1, 690_000_000, 1.15, 0.025, 40, 28],
  ['TRX', 0.26, 94_800_000_000, 0.6, 0.014, 110, 40],
];

const defaults = new Map<string, AssetProfile>(
  table.map(([symbol, anchorPrice, circulatingSupply, beta, ownVolatility, millions, tradesPerMinute]) => [
    symbol,
    {
      symbol,
      name: knownAsset(symbol)?.name ?? symbol,
      anchorPrice,
      circulatingSupply,
      beta,
      ownVolatility,
      dailyVolumeUsd: millions * 1e6,
      tradesPerMinute,
      stable: false,
    },
  ]),
);

const tether: AssetProfile = {
  symbol: 'USDT',
  name: 'Tether',
  anchorPrice: 1,
  circulatingSupply: 140_000_000_000,
  beta: 0,
  ownVolatility: 0.0003,
  dailyVolumeUsd: 300e6,
  tradesPerMinute: 30,
  stable: true,
};

/** The symbols that the simulated venues list whatever is tracked. */
export const defaultSymbols: readonly string[] = [...defaults.keys()];

/** Gives the profile of an asset; one that we have no figures for gets an invented profile, always the same for the same symbol. */
export function assetProfile(symbol: string): AssetProfile {
  if (symbol === tether.symbol) return tether;
  return defaults.get(symbol) ?? inventedProfile(symbol);
}

function inventedProfile(symbol: string): AssetProfile {
  const seed = seedOf('asset profile', symbol);
  const anchorPrice = 0.05 * 10 ** (uniform(seed, 0) * 3.5);
  const marketCap = 2e8 * 10 ** (uniform(seed, 1) * 1.3);
  return {
    symbol,
    name: knownAsset(symbol)?.name ?? symbol,
    anchorPrice: Number(anchorPrice.toPrecision(3)),
    circulatingSupply: Math.round(marketCap / anchorPrice),
    beta: 0.8 + 0.6 * uniform(seed, 2),
    ownVolatility: 0.02 + 0.015 * uniform(seed, 3),
    dailyVolumeUsd: marketCap * (0.01 + 0.03 * uniform(seed, 4)),
    tradesPerMinute: 20 + Math.floor(12 * uniform(seed, 5)),
    stable: false,
  };
}
