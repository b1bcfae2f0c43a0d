import { CodedError } from '../../../platform/http/coded-error';

export function unknownSymbol(symbol: string): CodedError {
  return new CodedError('MARKET.UNKNOWN_SYMBOL', 404, `${symbol} is not followed here; GET /api/v1/assets lists what is.`);
}

/** A pair or an asset that is not followed at the venue that was asked for, or at none; `venues` = where it is. */
export function unknownPair(pair: string, venue: string | undefined, venues: readonly string[]): CodedError {
  const where = venue === undefined ? 'at any venue' : `at ${venue}`;
  const instead = venues.length > 0 ? `it is at ${venues.join(', ')}` : "GET /api/v1/assets/{symbol} lists an asset's pairs";
  return new CodedError('MARKET.UNKNOWN_PAIR', 404, `${pair} is not followed ${where}; ${instead}.`);
}

/** A range that is malformed, or holds more than one answer may. */
export function badRange(detail: string): CodedError {
  return new CodedError('MARKET.BAD_RANGE', 400, detail, { errors: [{ path: 'from', message: detail }] });
}

export function badCursor(): CodedError {
  const detail = 'is not a cursor of this list; leave it out to start anew';
  return new CodedError('REQUEST.INVALID', 400, `cursor: ${detail}`, { errors: [{ path: 'cursor', message: detail }] });
}
