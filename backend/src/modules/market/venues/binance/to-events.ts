import type { ParseContext, SocketSignal } from '../socket-protocol';
import { fields, positive, positiveOrZero, readJson, rejected, timeFault, wholeId, type Fields } from '../untrusted';
import type { VenueEvent } from '../venue';

const venue = 'binance';
type Output = VenueEvent | SocketSignal;

/**
 * Reads one text frame of Binance's spot streams, combined (`{"stream","data"}`) or raw. Never throws.
 * Trades come from `<symbol>@trade`, quotes from `<symbol>@ticker`; the ticker also tells the id of the last trade.
 */
export function binanceToEvents(raw: string, context: ParseContext): Output[] {
  const value = readJson(raw);
  const frame = fields(value);
  if (frame === null) return [rejected(value === undefined ? 'not_json' : 'bad_shape', raw)];
  if (typeof frame.stream !== 'string') return fromPayload(frame, raw, context);
  const data = fields(frame.data);
  return data === null ? ignoredOrRejected(frame.stream, frame.data, raw) : fromPayload(data, raw, context);
}

/** Streams of the whole market (`!miniTicker@arr`) carry arrays; nobody asked for them, but they are no fault either. */
function ignoredOrRejected(stream: string, data: unknown, raw: string): Output[] {
  return Array.isArray(data) && stream.startsWith('!') ? [{ kind: 'ignored', type: 'market-wide' }] : [rejected('bad_shape', raw)];
}

function fromPayload(payload: Fields, raw: string, context: ParseContext): Output[] {
  switch (payload.e) {
    case 'trade':
      return fromTrade(payload, raw, context);
    case '24hrTicker':
      return fromTicker(payload, raw, context);
    case 'serverShutdown':
      return [{ kind: 'reconnect', reason: 'the venue is about to shut this server down' }];
    case undefined:
      return fromReply(payload, raw);
    default:
      return [{ kind: 'ignored', type: typeof payload.e === 'string' ? payload.e.slice(0, 40) : 'unnamed' }];
  }
}

/** Replies to our own requests, and the one stream (`bookTicker`) whose payload has no event name. */
function fromReply(payload: Fields, raw: string): Output[] {
  const fault = fields(payload.error) ?? payload;
  if (typeof fault.msg === 'string') {
    const id = wholeId(payload.id);
    return id === null ? [rejected('bad_shape', raw)] : [{ kind: 'declined', about: { request: id }, reason: fault.msg.slice(0, 200) }];
  }
  if ('result' in payload) {
    const id = wholeId(payload.id);
    return payload.result === null && id !== null ? [{ kind: 'acked', about: { request: id } }] : [{ kind: 'ignored', type: 'reply' }];
  }
  return [{ kind: 'ignored', type: 'u' in payload && 's' in payload ? 'bookTicker' : 'unnamed' }];
}

function fromTrade(data: Fields, raw: string, context: ParseContext): Output[] {
  // Only the futures streams name an execution type; their ids count another market's trades.
  if ('X' in data) return [{ kind: 'ignored', type: 'futures trade' }];
  const pair = followed(data, raw, context);
  if (typeof pair !== 'string') return pair;
  const tradeId = wholeId(data.t);
  const price = positive(data.p);
  const quantity = positive(data.q);
  if (tradeId === null || typeof data.m !== 'boolean') return [rejected('bad_shape', raw)];
  if (price === null || quantity === null) return [rejected('bad_number', raw)];
  const at = typeof data.T === 'number' ? data.T : null;
  const fault = timeFault(at, context);
  if (fault !== null || at === null) return [rejected(fault ?? 'bad_time', raw)];
  // `m`: the buyer was the maker, so the seller crossed the spread.
  const trade = { venue, pair, tradeId, price, quantity, side: data.m ? ('sell' as const) : ('buy' as const), tradedAt: at };
  return [{ kind: 'trade', trade, receivedAt: context.receivedAt, history: false }];
}

function fromTicker(data: Fields, raw: string, context: ParseContext): Output[] {
  // The futures ticker has no best bid and ask.
  if (!('b' in data) || !('a' in data)) return [{ kind: 'ignored', type: 'futures 24hrTicker' }];
  const pair = followed(data, raw, context);
  if (typeof pair !== 'string') return pair;
  const last = positive(data.c);
  const bid = positiveOrZero(data.b);
  const ask = positiveOrZero(data.a);
  const volume24h = positiveOrZero(data.v);
  if (last === null || bid === null || ask === null || volume24h === null) return [rejected('bad_number', raw)];
  const at = typeof data.E === 'number' ? data.E : null;
  const fault = timeFault(at, context);
  if (fault !== null) return [rejected(fault, raw)];
  const { receivedAt } = context;
  return [
    // An empty side of the book is printed as zero.
    { kind: 'ticker', ticker: { venue, pair, bid: bid || null, ask: ask || null, last, volume24h, at }, receivedAt },
    { kind: 'confirmed', pair, lastTradeId: wholeId(data.L), venueTime: at, receivedAt },
  ];
}

function followed(data: Fields, raw: string, context: ParseContext): string | Output[] {
  if (typeof data.s !== 'string') return [rejected('bad_shape', raw)];
  return context.pairOf(data.s) ?? [rejected('unknown_pair', data.s)];
}
