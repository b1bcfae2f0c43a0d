import { z } from 'zod';
import { epochMs, instant } from './common';
import { candleInterval } from './market';

const maybe = z.number().nullable();

/** `[ms, value, …]`: the opening time of the candle and one value per output of the indicator, in its order. */
export const indicatorPoint = z.tuple([epochMs], z.number().nullable());
export type IndicatorPoint = z.infer<typeof indicatorPoint>;

export const indicatorSeries = z
  .strictObject({
    symbol: z.string(),
    interval: candleInterval,
    series: z
      .record(z.string(), z.array(indicatorPoint))
      .describe('By canonical spec (`macd:12:26:9`); points before the first defined one are left out'),
    warmup: z.record(z.string(), z.int()).describe('How many candles each needs before its first point'),
    outputs: z.record(z.string(), z.array(z.string())).describe('Names of the values of a point, in their order'),
    countedFrom: epochMs.nullable().describe('First candle of what adds up from a beginning (obv, vwap, drawdown); null without candles'),
    lastIsOpen: z.boolean().describe('The last point belongs to a forming candle and will change'),
  })
  .meta({ id: 'IndicatorSeries' });
export type IndicatorSeries = z.infer<typeof indicatorSeries>;

export const indicatorDefinition = z
  .strictObject({
    id: z.string(),
    title: z.string(),
    parameters: z.array(z.strictObject({ name: z.string(), default: z.number(), min: z.number(), max: z.number(), whole: z.boolean() })),
    outputs: z.array(z.string()),
    pane: z.enum(['price', 'own']),
    spec: z.string().describe('With its usual parameters, as `indicators` takes it'),
  })
  .meta({ id: 'IndicatorDefinition' });
export type IndicatorDefinition = z.infer<typeof indicatorDefinition>;

const oneValue = z.array(z.tuple([epochMs, z.number()])).describe('[ms, value], ascending');

export const movingAverage = z
  .strictObject({
    symbol: z.string(),
    interval: candleInterval,
    type: z.enum(['sma', 'ema']),
    period: z.int(),
    points: oneValue,
    warmup: z.int(),
    lastIsOpen: z.boolean(),
  })
  .meta({ id: 'MovingAverage' });
export type MovingAverage = z.infer<typeof movingAverage>;

export const volatilitySeries = z
  .strictObject({
    symbol: z.string(),
    interval: candleInterval,
    window: z.int(),
    periodsPerYear: z.number(),
    points: oneValue.describe('[ms, annualised standard deviation of log returns as a fraction: 0.62 is 62 % a year]'),
    warmup: z.int(),
    lastIsOpen: z.boolean(),
  })
  .meta({ id: 'VolatilitySeries' });
export type VolatilitySeries = z.infer<typeof volatilitySeries>;

export const volatilityRank = z
  .strictObject({
    symbol: z.string(),
    name: z.string(),
    volatility: maybe.describe('Annualised, as a fraction, of hourly log returns over the window; null with too few candles'),
    dayAgo: maybe.describe('The stored figure of a day ago'),
    weekAgo: maybe.describe('The stored figure of seven days ago'),
    observations: z.int().describe('Returns it was computed of'),
    asOf: instant.nullable(),
  })
  .meta({ id: 'VolatilityRank' });
export type VolatilityRank = z.infer<typeof volatilityRank>;

export const correlationMethod = z.enum(['pearson', 'spearman']);
export type CorrelationMethod = z.infer<typeof correlationMethod>;

export const correlationMatrix = z
  .strictObject({
    symbols: z.array(z.string()),
    interval: candleInterval,
    method: correlationMethod,
    matrix: z
      .array(z.array(maybe))
      .describe('Of log returns; row and column in the order of symbols; null with fewer than 3 observations or no variation'),
    observations: z.array(z.array(z.int())).describe('Returns that both have'),
    from: instant,
    to: instant,
  })
  .meta({ id: 'CorrelationMatrix' });
export type CorrelationMatrix = z.infer<typeof correlationMatrix>;

export const correlationPair = z
  .strictObject({
    symbols: z.tuple([z.string(), z.string()]),
    interval: candleInterval,
    method: correlationMethod,
    value: maybe.describe('null with fewer than 3 observations or no variation'),
    observations: z.int().describe('Returns that both have'),
    points: z
      .array(z.tuple([epochMs, z.number(), z.number()]))
      .describe('[ms, log return of the first, log return of the second] of the bars that both have, ascending'),
    from: instant,
    to: instant,
  })
  .meta({ id: 'CorrelationPair' });
export type CorrelationPair = z.infer<typeof correlationPair>;

export const correlationHistory = z
  .strictObject({
    symbols: z.tuple([z.string(), z.string()]),
    interval: candleInterval,
    method: correlationMethod,
    windowHours: z.int().describe('The hours before each day that its value was computed of'),
    points: z
      .array(z.tuple([epochMs, maybe, z.int()]))
      .describe('[day, value, observations], ascending; days without a snapshot are left out'),
  })
  .meta({ id: 'CorrelationHistory' });
export type CorrelationHistory = z.infer<typeof correlationHistory>;

export const screenerRow = z
  .strictObject({
    symbol: z.string(),
    name: z.string(),
    rank: z.int().nullable(),
    price: maybe,
    change1h: maybe,
    change24h: maybe,
    change7d: maybe,
    volume24h: maybe,
    marketCap: maybe,
    values: z
      .record(z.string(), maybe)
      .describe(
        'By the column as it was asked for: `rsi:14`, `volatility:30`, `distance:sma:50` (percent), `high:90d` and `low:90d` (percent from it)',
      ),
    asOf: instant.nullable(),
    stale: z.boolean(),
  })
  .meta({ id: 'ScreenerRow' });
export type ScreenerRow = z.infer<typeof screenerRow>;

export const marketAlert = z
  .strictObject({
    id: z.string(),
    symbol: z.string(),
    direction: z.enum(['up', 'down']),
    windowMinutes: z.int().describe('5, 15 or 60: the return that stood out most'),
    change: z.number().describe('Percent over the window'),
    zScore: z.number().describe("Robust: (return − median) / (1.4826 × MAD) of the asset's own last 30 days"),
    threshold: z.number(),
    price: z.number().describe('USD, when the move was found'),
    startedAt: instant,
    detectedAt: instant,
    updatedAt: instant.describe('A move that goes on is one alert: figures are those of its strongest moment'),
    observations: z.int().describe('Returns that the comparison rests on'),
    foundLater: z
      .boolean()
      .describe(
        'Found in history, nobody watched when it happened: figures and times are those of five-minute closes, and it was never pushed',
      ),
    dataMode: z.enum(['live', 'simulated']),
  })
  .meta({ id: 'MarketAlert' });
export type MarketAlert = z.infer<typeof marketAlert>;
