import type { ParseContext, SocketSignal } from '../socket-protocol';
import { fields, instantMs, positive, positiveOrZero, readJson, rejected, timeFault, wholeId, type Fields } from '../untrusted';
import type { VenueEvent } from '../venue';

const venue = 'coinbase';
type Output = VenueEvent | SocketSignal;

/**
 * Reads one text frame of the Coinbase Exchange feed (channels `matches`, `ticker`, `heartbeat`). Never throws.
 * `sequence` counts every order event of a product, so its gaps mean nothing here; missed trades show in the heartbeat's `last_trade_id`.
 */
export function coinbaseToEvents(raw: string, context: ParseContext): Output[] {
  const value = readJson(raw);
  const frame = fields(value);
  if (frame === null) return [rejected(value === undefined ? 'not_json' : 'bad_shape', raw)];
  switch (frame.type) {
    case 'match':
      return fromMatch(frame, raw, context, false);
    case 'last_match':
      return fromMatch(frame, raw, context, true);
    case 'ticker':
      return fromTicker(frame, raw, context);
    case 'heartbeat':
      return fromHeartbeat(frame, raw, context);
    case 'subscriptions':
      return fromSubscriptions(frame, raw, context);
    case 'error':
      return fromError(frame, raw, context);
    default:
      return [{ kind: 'ignored', type: named(frame.type ?? frame.channel) }];
  }
}

function named(type: unknown): string {
  return typeof type === 'string' ? type.slice(0, 40) : 'unnamed';
}

function fromMatch(frame: Fields, raw: string, context: ParseContext, history: boolean): Output[] {
  const pair = followed(frame, raw, context);
  if (typeof pair !== 'string') return pair;
  const read = readCoinbaseTrade(frame, raw, pair, context);
  return 'kind' in read ? [read] : [{ kind: 'trade', trade: read, receivedAt: context.receivedAt, history }];
}

/** Reads a trade as the feed and the REST API print it; gives the rejection when it is not sound. */
export function readCoinbaseTrade(
  data: Fields,
  raw: string,
  pair: string,
  clock: { receivedAt: number; clockOffsetMs: number },
): Extract<VenueEvent, { kind: 'trade' }>['trade'] | VenueEvent {
  const tradeId = wholeId(data.trade_id);
  if (tradeId === null || (data.side !== 'buy' && data.side !== 'sell')) return rejected('bad_shape', raw);
  const price = positive(data.price);
  const quantity = positive(data.size);
  if (price === null || quantity === null) return rejected('bad_number', raw);
  const tradedAt = instantMs(data.time);
  const fault = timeFault(tradedAt, clock);
  if (fault !== null || tradedAt === null) return rejected(fault ?? 'bad_time', raw);
  // `side` is the maker's, whose order rested on the book; the aggressor stood on the other side.
  return { venue, pair, tradeId, price, quantity, side: data.side === 'buy' ? 'sell' : 'buy', tradedAt };
}

function fromTicker(frame: Fields, raw: string, context: ParseContext): Output[] {
  const pair = followed(frame, raw, context);
  if (typeof pair !== 'string') return pair;
  const at = frame.time === undefined ? null : instantMs(frame.time);
  const fault = frame.time === undefined ? null : timeFault(at, context);
  if (fault !== null) return [rejected(fault, raw)];
  const last = positive(frame.price);
  const bid = optionalFigure(frame.best_bid);
  const ask = optionalFigure(frame.best_ask);
  const volume24h = optionalFigure(frame.volume_24h);
  if (last === null || bid === undefined || ask === undefined || volume24h === undefined) {
    return [rejected('bad_number', raw)];
  }
  const ticker = { venue, pair, last, bid: bid || null, ask: ask || null, volume24h, at };
  return [{ kind: 'ticker', ticker, receivedAt: context.receivedAt }];
}

/** Fields were added to the ticker over the years: an absent one is unknown (null), a wrong one is a fault (undefined). */
function optionalFigure(value: unknown): number | null | undefined {
  return value === undefined || value === null || value === '' ? null : (positiveOrZero(value) ?? undefined);
}

function fromHeartbeat(frame: Fields, raw: string, context: ParseContext): Output[] {
  const pair = followed(frame, raw, context);
  if (typeof pair !== 'string') return pair;
  const venueTime = instantMs(frame.time);
  const fault = timeFault(venueTime, context);
  if (fault !== null) return [rejected(fault, raw)];
  // The feed has been seen to send 0 for "unknown"; it is no trade id.
  return [{ kind: 'confirmed', pair, lastTradeId: wholeId(frame.last_trade_id), venueTime, receivedAt: context.receivedAt }];
}

/** The answer to any (un)subscribe lists the whole state of the connection. */
function fromSubscriptions(frame: Fields, raw: string, context: ParseContext): Output[] {
  if (!Array.isArray(frame.channels)) return [rejected('bad_shape', raw)];
  return frame.channels.flatMap((entry: unknown): Output[] => {
    const channel = fields(entry);
    const name = channel?.name;
    const products = channel?.product_ids;
    if (typeof name !== 'string' || !Array.isArray(products)) return [];
    return products.flatMap((product: unknown): Output[] => {
      const pair = typeof product === 'string' ? context.pairOf(product) : null;
      return pair === null ? [] : [{ kind: 'acked', about: { pair, channel: name } }];
    });
  });
}

/** One unknown product fails the whole subscribe: that product is named and dropped, the rest asked for again. */
function fromError(frame: Fields, raw: string, context: ParseContext): Output[] {
  const text = [frame.message, frame.reason].filter((part) => typeof part === 'string').join(': ');
  const product = typeof frame.reason === 'string' ? /^(\S{1,40}) is not a valid product/.exec(frame.reason)?.[1] : undefined;
  const pair = product === undefined ? null : context.pairOf(product);
  if (pair === null) return [rejected('bad_shape', raw)];
  return [{ kind: 'declined', about: { pair }, reason: text.slice(0, 200) }, { kind: 'resubscribe' }];
}

function followed(frame: Fields, raw: string, context: ParseContext): string | Output[] {
  if (typeof frame.product_id !== 'string') return [rejected('bad_shape', raw)];
  return context.pairOf(frame.product_id) ?? [rejected('unknown_pair', frame.product_id)];
}
