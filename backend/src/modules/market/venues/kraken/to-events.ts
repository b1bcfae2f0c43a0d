import type { About, ParseContext, SocketSignal } from '../socket-protocol';
import { fields, instantMs, positive, positiveOrZero, readJson, rejected, shown, timeFault, wholeId, type Fields } from '../untrusted';
import type { VenueEvent } from '../venue';

const venue = 'kraken';
type Output = VenueEvent | SocketSignal;

/**
 * A heartbeat comes only when there is nothing else to send, so data of any pair says as much: the connection and all subscriptions
 * acknowledged on it stand.
 */
const alive: SocketSignal = { kind: 'alive', about: 'acknowledged' };

/** Reads one text frame of Kraken's WebSocket v2 (channels `trade`, `ticker`, `heartbeat`, `status`). Never throws. */
export function krakenToEvents(raw: string, context: ParseContext): Output[] {
  const value = readJson(raw);
  const frame = fields(value);
  // The arrays and `event` objects of protocol v1 come this way, too.
  if (frame === null || 'event' in frame) return [rejected(value === undefined ? 'not_json' : 'bad_shape', raw)];
  if (frame.method !== undefined) return fromAnswer(frame, raw, context);
  switch (frame.channel) {
    case 'heartbeat':
      return [alive];
    case 'status':
      return fromStatus(frame, raw);
    case 'trade':
      return fromRows(frame, raw, (row) => fromTrade(row, context, frame.type === 'snapshot'));
    case 'ticker':
      return fromRows(frame, raw, (row) => fromTicker(row, context));
    default:
      return [{ kind: 'ignored', type: named(frame.channel) }];
  }
}

function named(type: unknown): string {
  return typeof type === 'string' ? type.slice(0, 40) : 'unnamed';
}

function fromRows(frame: Fields, raw: string, read: (row: Fields) => Output): Output[] {
  if (!Array.isArray(frame.data) || (frame.type !== 'snapshot' && frame.type !== 'update')) return [rejected('bad_shape', raw)];
  const events = frame.data.map((item: unknown) => {
    const row = fields(item);
    return row === null || typeof row.symbol !== 'string' ? rejected('bad_shape', raw) : read(row);
  });
  return events.every(({ kind }) => kind === 'rejected') ? events : [...events, alive];
}

function fromTrade(row: Fields, context: ParseContext, history: boolean): VenueEvent {
  const pair = context.pairOf(String(row.symbol));
  if (pair === null) return rejected('unknown_pair', row.symbol);
  const { side } = row;
  if (side !== 'buy' && side !== 'sell') return rejected('bad_shape', `side ${shown(side)}`);
  const tradeId = wholeId(row.trade_id);
  const price = printed(row.price);
  const quantity = printed(row.qty);
  if (tradeId === null || price === null || quantity === null)
    return rejected('bad_number', `id ${shown(row.trade_id)}, price ${shown(row.price)}, quantity ${shown(row.qty)}`);
  const tradedAt = instantMs(row.timestamp);
  const fault = timeFault(tradedAt, context);
  if (fault !== null || tradedAt === null) return rejected(fault ?? 'bad_time', row.timestamp);
  return { kind: 'trade', trade: { venue, pair, tradeId, price, quantity, side, tradedAt }, receivedAt: context.receivedAt, history };
}

function fromTicker(row: Fields, context: ParseContext): VenueEvent {
  const pair = context.pairOf(String(row.symbol));
  if (pair === null) return rejected('unknown_pair', row.symbol);
  const last = printed(row.last);
  const bid = optional(row.bid);
  const ask = optional(row.ask);
  const volume24h = optional(row.volume);
  if (last === null || bid === undefined || ask === undefined || volume24h === undefined) {
    return rejected('bad_number', `last ${shown(row.last)}, bid ${shown(row.bid)}, ask ${shown(row.ask)}, volume ${shown(row.volume)}`);
  }
  // Frames before 2026 have no time.
  const at = row.timestamp === undefined ? null : instantMs(row.timestamp);
  const fault = row.timestamp === undefined ? null : timeFault(at, context);
  if (fault !== null) return rejected(fault, row.timestamp);
  // An empty side of the book is printed as 0.
  return {
    kind: 'ticker',
    ticker: { venue, pair, bid: bid || null, ask: ask || null, last, volume24h, at },
    receivedAt: context.receivedAt,
  };
}

/** The stream prints figures as JSON numbers; a string is not what it claims to be. */
function printed(value: unknown): number | null {
  return typeof value === 'number' ? positive(value) : null;
}

/** An absent figure is unknown (null), a wrong one a fault (undefined). */
function optional(value: unknown): number | null | undefined {
  if (value === undefined || value === null) return null;
  return typeof value === 'number' ? (positiveOrZero(value) ?? undefined) : undefined;
}

function fromStatus(frame: Fields, raw: string): Output[] {
  const latest = Array.isArray(frame.data) ? fields(frame.data.at(-1)) : null;
  if (typeof latest?.system !== 'string') return [rejected('bad_shape', raw)];
  return [{ kind: 'notice', reason: latest.system === 'online' ? null : `the venue reports: ${latest.system.slice(0, 40)}` }];
}

/** One answer per symbol; `req_id` says which request, and so which channel, it belongs to. */
function fromAnswer(frame: Fields, raw: string, context: ParseContext): Output[] {
  if (frame.method !== 'subscribe') return [{ kind: 'ignored', type: named(frame.method) }];
  if (frame.success === true) {
    const result = fields(frame.result);
    const pair = typeof result?.symbol === 'string' ? context.pairOf(result.symbol) : null;
    if (typeof result?.channel !== 'string' || pair === null) return [{ kind: 'ignored', type: 'subscribe' }];
    return [{ kind: 'acked', about: { pair, channel: result.channel } }];
  }
  if (typeof frame.error !== 'string') return [rejected('bad_shape', raw)];
  // Sent too fast: what stays unacknowledged is asked for again later.
  if (/msg rate/i.test(frame.error)) return [{ kind: 'ignored', type: 'Exceeded msg rate' }];
  const about = aboutRefusal(frame, context);
  if (about === null) return [rejected(typeof frame.symbol === 'string' ? 'unknown_pair' : 'bad_shape', raw)];
  if (/already subscribed/i.test(frame.error)) return [{ kind: 'acked', about }];
  return [{ kind: 'declined', about, reason: frame.error.slice(0, 200) }];
}

function aboutRefusal(frame: Fields, context: ParseContext): About | null {
  const request = typeof frame.req_id === 'number' ? frame.req_id : null;
  if (typeof frame.symbol !== 'string') return request === null ? null : { request };
  const pair = context.pairOf(frame.symbol);
  if (pair === null) return null;
  return request === null ? { pair } : { request, pair };
}
