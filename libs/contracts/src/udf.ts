import { z } from 'zod';

/** TradingView's UDF, as its charting library asks: https://www.tradingview.com/charting-library-docs/latest/connecting_data/UDF */

export const udfResolutions = ['1', '5', '15', '30', '60', '240', '1D', '1W'] as const;
export const udfResolution = z.enum(udfResolutions);
export type UdfResolution = z.infer<typeof udfResolution>;

export const udfError = z
  .strictObject({ s: z.literal('error'), errmsg: z.string() })
  .describe("UDF's own way to tell a fault")
  .meta({ id: 'UdfError' });
export type UdfError = z.infer<typeof udfError>;

export const udfConfig = z
  .strictObject({
    supported_resolutions: z.array(udfResolution),
    supports_search: z.literal(true),
    supports_group_request: z.literal(false),
    supports_marks: z.literal(false),
    supports_timescale_marks: z.literal(false),
    supports_time: z.literal(true),
    exchanges: z.array(z.strictObject({ value: z.string(), name: z.string(), desc: z.string() })),
    symbols_types: z.array(z.strictObject({ value: z.string(), name: z.string() })),
  })
  .meta({ id: 'UdfConfig' });
export type UdfConfig = z.infer<typeof udfConfig>;

export const udfSymbol = z
  .strictObject({
    name: z.string(),
    ticker: z.string(),
    description: z.string(),
    type: z.literal('crypto'),
    session: z.literal('24x7'),
    timezone: z.literal('Etc/UTC'),
    exchange: z.string(),
    listed_exchange: z.string(),
    format: z.literal('price'),
    minmov: z.int(),
    pricescale: z.int().describe('Smallest step of the price is minmov / pricescale'),
    has_intraday: z.literal(true),
    has_daily: z.literal(true),
    has_weekly_and_monthly: z.literal(true),
    intraday_multipliers: z.array(z.string()),
    daily_multipliers: z.array(z.string()),
    weekly_multipliers: z.array(z.string()),
    monthly_multipliers: z.array(z.string()),
    supported_resolutions: z.array(udfResolution),
    visible_plots_set: z.literal('ohlcv'),
    volume_precision: z.int(),
    currency_code: z.literal('USD'),
    data_status: z.literal('streaming'),
  })
  .meta({ id: 'UdfSymbol' });
export type UdfSymbol = z.infer<typeof udfSymbol>;

export const udfSearchResult = z
  .strictObject({
    symbol: z.string(),
    full_name: z.string(),
    ticker: z.string(),
    description: z.string(),
    exchange: z.string(),
    type: z.literal('crypto'),
  })
  .meta({ id: 'UdfSearchResult' });
export type UdfSearchResult = z.infer<typeof udfSearchResult>;

const column = z.array(z.number());

export const udfBars = z
  .strictObject({ s: z.literal('ok'), t: z.array(z.int()), o: column, h: column, l: column, c: column, v: column })
  .describe('Bars by column, ascending; `t` is the opening in Unix seconds, `v` is in the base asset')
  .meta({ id: 'UdfBars' });
export type UdfBars = z.infer<typeof udfBars>;

export const udfNoData = z
  .strictObject({ s: z.literal('no_data'), nextTime: z.int().optional().describe('Unix seconds of the newest bar before the range') })
  .meta({ id: 'UdfNoData' });
export type UdfNoData = z.infer<typeof udfNoData>;

export const udfHistory = z.discriminatedUnion('s', [udfBars, udfNoData]);
export type UdfHistory = z.infer<typeof udfHistory>;
