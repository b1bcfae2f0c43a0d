import { z } from 'zod';
import { dataMode, epochMs, instant } from './common';

export const venueIds = ['kraken', 'binance', 'coinbase'] as const;
export const venueId = z.enum(venueIds);
export type VenueId = z.infer<typeof venueId>;

export const candleIntervals = ['1m', '5m', '15m', '30m', '1h', '4h', '1d', '1w'] as const;
export const candleInterval = z.enum(candleIntervals);
export type CandleInterval = z.infer<typeof candleInterval>;

const figure = z.number();
const maybeFigure = z.number().nullable();
const percent = z.number().nullable().describe('Percent: 2.5 means 2.5 %; null when unknown');

export const assetSummary = z
  .strictObject({
    symbol: z.string(),
    name: z.string(),
    coingeckoId: z.string().nullable(),
    rank: z.int().nullable(),
    price: maybeFigure,
    change1h: percent,
    change24h: percent,
    change7d: percent,
    volume24h: maybeFigure.describe('USD, over the venues included'),
    marketCap: maybeFigure,
    sparkline7d: z.array(z.number()),
    asOf: instant.nullable(),
    stale: z.boolean(),
    dataMode,
  })
  .meta({ id: 'AssetSummary' });
export type AssetSummary = z.infer<typeof assetSummary>;

export const assetDetail = assetSummary
  .extend({
    enabled: z.boolean().describe('false: followed no more; its history stays, and its price is the last one known'),
    high24h: maybeFigure,
    low24h: maybeFigure,
    allTimeHigh: maybeFigure,
    circulatingSupply: maybeFigure,
    pairs: z.array(z.strictObject({ venue: z.string(), pair: z.string() })),
  })
  .meta({ id: 'AssetDetail' });
export type AssetDetail = z.infer<typeof assetDetail>;

export const marketOverview = z
  .strictObject({
    marketCap: maybeFigure,
    volume24h: maybeFigure,
    btcDominance: maybeFigure,
    advancers: z.int(),
    decliners: z.int(),
    asOf: instant.nullable(),
    dataMode,
  })
  .meta({ id: 'MarketOverview' });
export type MarketOverview = z.infer<typeof marketOverview>;

export const exclusion = z.enum(['stale', 'outlier', 'no_rate', 'down']);
export type Exclusion = z.infer<typeof exclusion>;

export const priceSource = z
  .strictObject({
    venue: z.string(),
    pair: z.string(),
    price: maybeFigure.describe('USD'),
    quotePrice: maybeFigure.describe("In the pair's own quote currency"),
    volume24h: maybeFigure.describe('Base asset'),
    ageMs: z.int().nullable(),
    weight: figure,
    excluded: exclusion.nullable(),
  })
  .meta({ id: 'PriceSource' });
export type PriceSource = z.infer<typeof priceSource>;

export const assetPrice = z
  .strictObject({
    symbol: z.string(),
    price: maybeFigure,
    change1h: percent,
    change24h: percent,
    change7d: percent,
    volume24h: maybeFigure.describe('USD'),
    high24h: maybeFigure,
    low24h: maybeFigure,
    sources: z.array(priceSource),
    asOf: instant.nullable(),
    stale: z.boolean(),
  })
  .meta({ id: 'AssetPrice' });
export type AssetPrice = z.infer<typeof assetPrice>;

export const pricePoint = z.tuple([epochMs, figure, figure]);
export const priceHistory = z
  .strictObject({ symbol: z.string(), interval: candleInterval, points: z.array(pricePoint).describe('[ms, price, volume]') })
  .meta({ id: 'PriceHistory' });
export type PriceHistory = z.infer<typeof priceHistory>;

/** `[openMs, open, high, low, close, volume]`, volume in the base asset. */
export const candleRow = z.tuple([epochMs, figure, figure, figure, figure, figure]);
export type CandleRow = z.infer<typeof candleRow>;

export const candleSeries = z
  .strictObject({
    symbol: z.string(),
    interval: candleInterval,
    candles: z.array(candleRow).describe('[openMs, open, high, low, close, volume], ascending'),
    lastIsOpen: z.boolean(),
  })
  .meta({ id: 'CandleSeries' });
export type CandleSeries = z.infer<typeof candleSeries>;

export const tradeSide = z.enum(['buy', 'sell']).describe('The aggressor');
export type TradeSide = z.infer<typeof tradeSide>;

export const publicTrade = z
  .strictObject({
    venue: z.string(),
    pair: z.string(),
    tradeId: z.string(),
    price: figure,
    quantity: figure,
    side: tradeSide,
    tradedAt: instant,
  })
  .meta({ id: 'Trade' });
export type PublicTrade = z.infer<typeof publicTrade>;

export const tickerRow = z
  .strictObject({
    venue: z.string(),
    pair: z.string(),
    bid: maybeFigure,
    ask: maybeFigure,
    last: maybeFigure,
    volume24h: maybeFigure,
    at: instant,
  })
  .meta({ id: 'Ticker' });
export type TickerRow = z.infer<typeof tickerRow>;

export const heatmap = z
  .strictObject({
    cells: z.array(z.strictObject({ symbol: z.string(), name: z.string(), size: maybeFigure, change: percent })),
    asOf: instant.nullable(),
  })
  .meta({ id: 'Heatmap' });
export type Heatmap = z.infer<typeof heatmap>;

export const venueState = z.enum(['live', 'connecting', 'stale', 'down', 'disabled']);
export type VenueState = z.infer<typeof venueState>;

export const venueStatus = z
  .strictObject({
    venue: z.string(),
    status: venueState,
    reason: z.string().nullable(),
    lastMessageAt: instant.nullable(),
    lagMs: z.int().nullable().describe('Venue time of the newest trade to its arrival here, clock offset removed'),
    clockOffsetMs: z.int().nullable().describe('Local clock minus venue clock'),
    tradesReceived: z.int(),
    reconnects: z.int(),
    gapsFound: z.int(),
    gapsRepaired: z.int(),
    rejectedMessages: z.int(),
  })
  .meta({ id: 'VenueStatus' });
export type VenueStatus = z.infer<typeof venueStatus>;

export const coverage = z
  .strictObject({
    symbol: z.string(),
    observedMs: z.int(),
    missing: z.array(z.tuple([epochMs, epochMs, z.enum(['unrepaired', 'candles_only'])])).describe('[fromMs, toMs, why]'),
    backfill: z.strictObject({ done: z.int(), total: z.int() }),
  })
  .meta({ id: 'Coverage' });
export type Coverage = z.infer<typeof coverage>;

export const modeSwitch = z.strictObject({ mode: dataMode }).meta({ id: 'ModeSwitch' });
export type ModeSwitch = z.infer<typeof modeSwitch>;

export const modeSwitched = z.strictObject({ running: dataMode, nextStart: dataMode }).meta({ id: 'ModeSwitched' });
export type ModeSwitched = z.infer<typeof modeSwitched>;
