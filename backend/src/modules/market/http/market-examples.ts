import type {
  AssetDetail,
  AssetPrice,
  AssetSummary,
  CandleSeries,
  Coverage,
  Heatmap,
  MarketOverview,
  PriceHistory,
  PublicTrade,
  TickerRow,
  VenueStatus,
} from '@tideline/contracts';

const at = '2026-01-31T12:00:00.250Z';
const ms = 1_769_860_800_000;

export const exampleAsset: AssetSummary = {
  symbol: 'BTC',
  name: 'Bitcoin',
  coingeckoId: 'bitcoin',
  rank: 1,
  price: 64_120.35,
  change1h: 0.12,
  change24h: 2.5,
  change7d: -1.4,
  volume24h: 1_250_000_000,
  marketCap: 1_262_000_000_000,
  sparkline7d: [63_000.5, 63_410, 64_120.35],
  asOf: at,
  stale: false,
  dataMode: 'live',
};

export const exampleAssetDetail: AssetDetail = {
  ...exampleAsset,
  enabled: true,
  high24h: 64_900,
  low24h: 62_310.1,
  allTimeHigh: 126_080,
  circulatingSupply: 19_980_000,
  pairs: [
    { venue: 'kraken', pair: 'BTC-USD' },
    { venue: 'binance', pair: 'BTC-USDT' },
  ],
};

export const examplePrice: AssetPrice = {
  symbol: 'BTC',
  price: 64_120.35,
  change1h: 0.12,
  change24h: 2.5,
  change7d: -1.4,
  volume24h: 1_250_000_000,
  high24h: 64_900,
  low24h: 62_310.1,
  sources: [
    { venue: 'kraken', pair: 'BTC-USD', price: 64_121, quotePrice: 64_121, volume24h: 2_100.5, ageMs: 420, weight: 0.11, excluded: null },
    { venue: 'binance', pair: 'BTC-USDT', price: null, quotePrice: 64_150.2, volume24h: 17_400, ageMs: 80, weight: 0, excluded: 'no_rate' },
  ],
  asOf: at,
  stale: false,
};

export const exampleOverview: MarketOverview = {
  marketCap: 2_310_000_000_000,
  volume24h: 98_000_000_000,
  btcDominance: 54.6,
  advancers: 13,
  decliners: 7,
  asOf: at,
  dataMode: 'live',
};

export const exampleHeatmap: Heatmap = { cells: [{ symbol: 'BTC', name: 'Bitcoin', size: 1_262_000_000_000, change: 2.5 }], asOf: at };

export const exampleVenue: VenueStatus = {
  venue: 'kraken',
  status: 'live',
  reason: null,
  lastMessageAt: at,
  lagMs: 85,
  clockOffsetMs: -3,
  tradesReceived: 48_213,
  reconnects: 1,
  gapsFound: 1,
  gapsRepaired: 1,
  rejectedMessages: 0,
};

export const exampleHistory: PriceHistory = { symbol: 'BTC', interval: '1h', points: [[ms, 64_120.35, 812.4]] };

export const exampleCandles: CandleSeries = {
  symbol: 'BTC',
  interval: '1h',
  candles: [[ms, 63_990.1, 64_180, 63_900, 64_120.35, 812.4]],
  lastIsOpen: true,
};

export const exampleTrade: PublicTrade = {
  venue: 'kraken',
  pair: 'BTC-USD',
  tradeId: '81023456',
  price: 64_121,
  quantity: 0.015,
  side: 'buy',
  tradedAt: at,
};

export const exampleTicker: TickerRow = {
  venue: 'kraken',
  pair: 'BTC-USD',
  bid: 64_120.9,
  ask: 64_121,
  last: 64_121,
  volume24h: 2_100.5,
  at,
};

export const exampleCoverage: Coverage = {
  symbol: 'BTC',
  observedMs: 7_775_940_000,
  missing: [[ms, ms + 60_000, 'candles_only']],
  backfill: { done: 131_850, total: 131_850 },
};
