import { assetSymbol, candleInterval, pairSymbol } from '@tideline/contracts';
import { z } from 'zod';
import { pageFields, range, spans, whole } from './query-fields';

const venue = z
  .string()
  .regex(/^[a-z0-9-]{1,30}$/, 'must be the name of a venue, for example kraken')
  .optional()
  .describe('One venue only; GET /api/v1/market/venues lists them');
const changeWindow = z.enum(['1h', '24h', '7d']).default('24h').describe('Which change');

export const pairParam = pairSymbol.meta({ examples: ['BTC-USD'] });

export const pageQuery = z.strictObject(pageFields);
export type PageQuery = z.output<typeof pageQuery>;

export const assetsQuery = z.strictObject({
  search: z.string().trim().max(50).optional().describe('Part of the symbol or the name'),
  sort: z
    .enum(['rank', 'position', 'price', 'change24h', 'volume24h', 'marketCap'])
    .default('rank')
    .describe('`position` is the order that administrators give the assets; between equals it always decides'),
  order: z
    .enum(['asc', 'desc'])
    .optional()
    .describe('Rank and position ascend and everything else descends when left out; unknown figures come last'),
  ...pageFields,
});
export type AssetsQuery = z.output<typeof assetsQuery>;

export const pricesQuery = z.strictObject({
  symbols: z
    .string()
    .max(2000)
    .transform((text) => text.split(','))
    .pipe(z.array(assetSymbol).max(200))
    .optional()
    .describe('Only these, separated by commas')
    .meta({ examples: ['BTC,ETH'] }),
  limit: whole(500).optional().describe('How many, at most 500; 50, or as many as symbols are asked for, when left out'),
  cursor: pageFields.cursor,
});
export type PricesQuery = z.output<typeof pricesQuery>;

export const historyQuery = z.strictObject({
  ...spans,
  interval: candleInterval.optional().describe('Chosen from the span when left out; 1h with a limit alone'),
  limit: whole(5000).optional().describe('The newest so many, at most 5000'),
});
export type HistoryQuery = z.output<typeof historyQuery>;

export const candlesQuery = z.strictObject({
  interval: candleInterval.default('1h'),
  ...spans,
  limit: whole(5000).optional().describe('The newest so many; 1000 when neither from nor limit is given, at most 5000'),
  venue: venue.describe("That venue's own trades in its own quote currency; the consolidated USD series when left out"),
});
export type CandlesQuery = z.output<typeof candlesQuery>;

export const tradesQuery = z.strictObject({ venue, ...range, ...pageFields });
export type TradesQuery = z.output<typeof tradesQuery>;

export const tickersQuery = z.strictObject({ ...spans, ...pageFields });
export type TickersQuery = z.output<typeof tickersQuery>;

export const moversQuery = z.strictObject({
  direction: z.enum(['gainers', 'losers']).default('gainers'),
  window: changeWindow,
  ...pageFields,
});
export type MoversQuery = z.output<typeof moversQuery>;

export const heatmapQuery = z.strictObject({
  window: changeWindow,
  size: z.enum(['marketCap', 'volume24h']).default('marketCap'),
});
export type HeatmapQuery = z.output<typeof heatmapQuery>;

export const coverageQuery = z.strictObject({
  interval: candleInterval.optional().describe('Back-fill progress of this interval only'),
  ...range,
  venue,
});
export type CoverageQuery = z.output<typeof coverageQuery>;
