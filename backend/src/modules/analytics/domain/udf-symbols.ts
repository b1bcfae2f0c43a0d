import {
  udfResolutions,
  type CandleInterval,
  type UdfConfig,
  type UdfResolution,
  type UdfSearchResult,
  type UdfSymbol,
} from '@tideline/contracts';

/** By this name TradingView's charting library knows us. */
export const udfExchange = 'Tideline';

/** An asset as UDF describes it. */
export interface UdfAsset {
  symbol: string;
  name: string;
  /** USD; null before the first one. */
  price: number | null;
}

export const intervalByResolution: Record<UdfResolution, CandleInterval> = {
  '1': '1m',
  '5': '5m',
  '15': '15m',
  '30': '30m',
  '60': '1h',
  '240': '4h',
  '1D': '1d',
  '1W': '1w',
};
const intraday = udfResolutions.filter((one) => /^\d+$/.test(one));

/** `D` and `W` are `1D` and `1W`. */
export function readResolution(text: string): UdfResolution | null {
  const spelled = /^[DW]$/.test(text) ? `1${text}` : text;
  return udfResolutions.find((one) => one === spelled) ?? null;
}

export const udfConfiguration: UdfConfig = {
  supported_resolutions: [...udfResolutions],
  supports_search: true,
  supports_group_request: false,
  supports_marks: false,
  supports_timescale_marks: false,
  supports_time: true,
  exchanges: [
    { value: '', name: 'All exchanges', desc: '' },
    { value: udfExchange, name: udfExchange, desc: 'Consolidated prices in USD' },
  ],
  symbols_types: [
    { value: '', name: 'All types' },
    { value: 'crypto', name: 'Crypto' },
  ],
};

/** Takes `Tideline:` off a symbol; null for another exchange's. */
export function withoutExchange(text: string): string | null {
  const colon = text.indexOf(':');
  if (colon < 0) return text;
  return isOurs(text.slice(0, colon)) ? text.slice(colon + 1) : null;
}

/** An exchange filter names us, or none. */
export function isOurs(exchange: string): boolean {
  return exchange.toLowerCase() === udfExchange.toLowerCase();
}

/** Gives what UDF tells of one symbol. Source: TradingView, *UDF*, `/symbols`. */
export function udfSymbolOf({ symbol, name, price }: UdfAsset): UdfSymbol {
  return {
    name: `${symbol}USD`,
    ticker: `${symbol}USD`,
    description: `${name} / US dollar`,
    type: 'crypto',
    session: '24x7',
    timezone: 'Etc/UTC',
    exchange: udfExchange,
    listed_exchange: udfExchange,
    format: 'price',
    minmov: 1,
    pricescale: priceScale(price),
    has_intraday: true,
    has_daily: true,
    has_weekly_and_monthly: true,
    intraday_multipliers: intraday,
    daily_multipliers: ['1'],
    weekly_multipliers: ['1'],
    monthly_multipliers: [],
    supported_resolutions: udfConfiguration.supported_resolutions,
    visible_plots_set: 'ohlcv',
    volume_precision: 4,
    currency_code: 'USD',
    data_status: 'streaming',
  };
}

/** Gives one symbol as UDF lists what was searched for. */
export function udfSearchResultOf({ symbol, name }: UdfAsset): UdfSearchResult {
  const ticker = `${symbol}USD`;
  const description = `${name} / US dollar`;
  return { symbol: ticker, full_name: `${udfExchange}:${ticker}`, ticker, description, exchange: udfExchange, type: 'crypto' };
}

/** A power of ten that shows about six digits of a price, and cents at the least: 100 for 64,120, 10⁶ for 0.12. */
export function priceScale(price: number | null): number {
  if (price === null || price <= 0) return 100;
  const decimals = 5 - Math.floor(Math.log10(price));
  return 10 ** Math.min(12, Math.max(2, decimals));
}
