import type { IndicatorDefinition, IndicatorSeries, MovingAverage, VolatilitySeries } from '@tideline/contracts';

const ms = 1_769_860_800_000;
const hourMs = 3_600_000;

/** `?interval=1h&indicators=sma:20,macd,bb&limit=2`: what was left out is filled in with the usual parameters. */
export const exampleIndicators: IndicatorSeries = {
  symbol: 'BTC',
  interval: '1h',
  series: {
    'sma:20': [
      [ms - hourMs, 63_874.215],
      [ms, 63_902.6425],
    ],
    'macd:12:26:9': [
      [ms - hourMs, 112.4821, 98.0513, 14.4308],
      [ms, 118.9034, 102.2217, 16.6817],
    ],
    'bb:20:2': [
      [ms - hourMs, 63_210.331, 63_874.215, 64_538.099],
      [ms, 63_221.507, 63_902.6425, 64_583.778],
    ],
  },
  warmup: { 'sma:20': 19, 'macd:12:26:9': 33, 'bb:20:2': 19 },
  outputs: { 'sma:20': ['sma'], 'macd:12:26:9': ['macd', 'signal', 'histogram'], 'bb:20:2': ['lower', 'middle', 'upper'] },
  countedFrom: ms - hourMs,
  lastIsOpen: true,
};

export const exampleMovingAverage: MovingAverage = {
  symbol: 'BTC',
  interval: '1h',
  type: 'ema',
  period: 50,
  points: [
    [ms - hourMs, 63_640.118],
    [ms, 63_658.9507],
  ],
  warmup: 49,
  lastIsOpen: true,
};

export const exampleVolatility: VolatilitySeries = {
  symbol: 'BTC',
  interval: '1h',
  window: 30,
  periodsPerYear: 8760,
  points: [
    [ms - hourMs, 0.4183],
    [ms, 0.4127],
  ],
  warmup: 30,
  lastIsOpen: true,
};

export const exampleDefinition: IndicatorDefinition = {
  id: 'macd',
  title: 'MACD',
  parameters: [
    { name: 'fast', default: 12, min: 2, max: 5000, whole: true },
    { name: 'slow', default: 26, min: 3, max: 5000, whole: true },
    { name: 'signal', default: 9, min: 2, max: 5000, whole: true },
  ],
  outputs: ['macd', 'signal', 'histogram'],
  pane: 'own',
  spec: 'macd:12:26:9',
};
