import type { AdminAsset } from '@tideline/contracts';

export const exampleAdminAsset: AdminAsset = {
  symbol: 'XMR',
  name: 'Monero',
  coingeckoId: 'monero',
  enabled: true,
  position: 20,
  source: 'admin',
  addedAt: '2026-01-31T12:00:00.250Z',
  pairs: [{ venue: 'kraken', pair: 'XMR-USD', listed: true }],
  price: 331.42,
  stale: false,
};
