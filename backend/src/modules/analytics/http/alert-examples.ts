import type { MarketAlert } from '@tideline/contracts';

export const exampleAlert: MarketAlert = {
  id: '17',
  symbol: 'SOL',
  direction: 'down',
  windowMinutes: 15,
  change: -4.82,
  zScore: -11.3,
  threshold: 8,
  price: 141.02,
  startedAt: '2026-01-31T11:44:00.000Z',
  detectedAt: '2026-01-31T11:58:07.412Z',
  updatedAt: '2026-01-31T12:01:33.900Z',
  observations: 8628,
  foundLater: false,
  dataMode: 'live',
};
