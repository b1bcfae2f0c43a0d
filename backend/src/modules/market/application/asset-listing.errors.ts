import { CodedError } from '../../../platform/http/coded-error';

const usualWaitSeconds = 60;

/** Nobody knows a coin of this id. */
export function unknownCoin(coingeckoId: string): CodedError {
  return new CodedError('MARKET.UNKNOWN_COIN', 422, `CoinGecko knows no coin with the id ${coingeckoId}.`, {
    errors: [{ path: 'coingeckoId', message: 'is not known' }],
  });
}

/** No venue trades it in a currency that leads to USD, so it would never have a price. */
export function notListed(what: string, instead: readonly string[], path: 'coingeckoId' | 'pair'): CodedError {
  const hint = instead.length === 0 ? 'USD, USDT and USDC are the quote currencies that count' : `listed are: ${instead.join(', ')}`;
  return new CodedError('MARKET.NOT_LISTED', 422, `No venue here lists ${what}; ${hint}.`, {
    errors: [{ path, message: 'is not listed at any venue' }],
  });
}

/** The symbol is taken by this asset. */
export function alreadyThere(symbol: string, enabled: boolean): CodedError {
  const how = enabled ? 'is followed already' : 'is there already, but disabled: enable it';
  return new CodedError('MARKET.ASSET_EXISTS', 409, `${symbol} ${how}.`);
}

/** Who would know could not be asked. */
export function sourceUnavailable(detail: string, retryAfterMs: number | null): CodedError {
  const retryAfterSeconds = retryAfterMs === null || retryAfterMs === 0 ? usualWaitSeconds : Math.ceil(retryAfterMs / 1000);
  return new CodedError('MARKET.SOURCE_UNAVAILABLE', 503, `${detail}; try again later.`, { retryAfterSeconds });
}
