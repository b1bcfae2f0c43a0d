import type { ScreenerRow } from '@tideline/contracts';

export const exampleScreenerRow: ScreenerRow = {
  symbol: 'BTC',
  name: 'Bitcoin',
  rank: 1,
  price: 64_120.35,
  change1h: 0.12,
  change24h: 2.5,
  change7d: -1.4,
  volume24h: 1_250_000_000,
  marketCap: 1_262_000_000_000,
  values: { 'rsi:14': 28.4, 'distance:sma:50': -1.92, 'high:90d': -11.7, change24h: 2.5 },
  asOf: '2026-01-31T12:00:00.250Z',
  stale: false,
};
