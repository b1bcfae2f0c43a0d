import type { CorrelationHistory, CorrelationMatrix, CorrelationPair, VolatilityRank } from '@tideline/contracts';

const span = { from: '2026-01-01T12:00:00.000Z', to: '2026-01-31T12:00:00.000Z' };

export const exampleCorrelation: CorrelationMatrix = {
  symbols: ['BTC', 'ETH', 'SOL'],
  interval: '1h',
  method: 'pearson',
  matrix: [
    [1, 0.8879, 0.7411],
    [0.8879, 1, 0.7725],
    [0.7411, 0.7725, 1],
  ],
  observations: [
    [719, 719, 717],
    [719, 719, 717],
    [717, 717, 717],
  ],
  ...span,
};

export const examplePair: CorrelationPair = {
  symbols: ['BTC', 'ETH'],
  interval: '1h',
  method: 'pearson',
  value: 0.8879,
  observations: 719,
  points: [
    [1767276000000, 0.00213, 0.00297],
    [1767279600000, -0.00102, -0.00088],
    [1767283200000, 0.00041, 0.00124],
  ],
  ...span,
};

export const exampleCorrelationHistory: CorrelationHistory = {
  symbols: ['BTC', 'ETH'],
  interval: '1h',
  method: 'pearson',
  windowHours: 720,
  points: [
    [1769644800000, 0.8912, 719],
    [1769731200000, 0.8879, 719],
  ],
};

export const exampleVolatilityRank: VolatilityRank = {
  symbol: 'SOL',
  name: 'Solana',
  volatility: 0.8124,
  dayAgo: 0.8093,
  weekAgo: 0.7411,
  observations: 719,
  asOf: '2026-01-31T12:00:00.000Z',
};
