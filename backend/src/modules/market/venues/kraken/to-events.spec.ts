import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { readFrames } from '../../../../../test/recorded-frames';
import { describeWithShared } from '../../../../../test/shared-data';
import type { ParseContext } from '../socket-protocol';
import { krakenToEvents } from './to-events';

const context: ParseContext = {
  receivedAt: Date.UTC(2026, 2, 16),
  clockOffsetMs: 0,
  pairOf: (symbol) => (/^[A-Z]{2,5}\/[A-Z]{3}$/.test(symbol) ? symbol.replace('/', '-') : null),
};
const timestamp = '2026-03-15T11:26:23.023215Z';
const trade = (changes: object = {}, frame: object = {}) =>
  JSON.stringify({
    channel: 'trade',
    type: 'update',
    data: [
      { symbol: 'BTC/USD', side: 'sell', price: 71749.1, qty: 0.00220616, ord_type: 'limit', trade_id: 97184416, timestamp, ...changes },
    ],
    ...frame,
  });
const ticker = (changes: object = {}) =>
  JSON.stringify({
    channel: 'ticker',
    type: 'update',
    data: [
      {
        symbol: 'BTC/USD',
        bid: 71770.3,
        bid_qty: 0.1,
        ask: 71770.4,
        ask_qty: 1.7,
        last: 71770.4,
        volume: 636.8977771,
        timestamp,
        ...changes,
      },
    ],
  });
const answer = (fields: object) =>
  JSON.stringify({ method: 'subscribe', success: true, time_in: timestamp, time_out: timestamp, ...fields });
const alive = { kind: 'alive', about: 'acknowledged' };

describe('krakenToEvents', () => {
  it('reads a sale of 0.00220616 BTC at 71749.1, its time cut to ms, and takes it as a sign of life', () => {
    expect(krakenToEvents(trade(), context)).toEqual([
      {
        kind: 'trade',
        trade: {
          venue: 'kraken',
          pair: 'BTC-USD',
          tradeId: 97184416,
          price: 71749.1,
          quantity: 0.00220616,
          side: 'sell',
          tradedAt: Date.UTC(2026, 2, 15, 11, 26, 23, 23),
        },
        receivedAt: context.receivedAt,
        history: false,
      },
      alive,
    ]);
  });

  it('marks the trades of a snapshot as history', () => {
    expect(krakenToEvents(trade({}, { type: 'snapshot' }), context)).toMatchObject([{ kind: 'trade', history: true }, alive]);
  });

  it.each(['5.1e-05', '0.10000000', '66788.0', '0.1234567890123456'])('keeps the figure %s as the double nearest to it', (printed) => {
    const raw = trade().replace('71749.1', printed);
    expect(krakenToEvents(raw, context)).toMatchObject([{ trade: { price: Number(printed) } }, alive]);
  });

  it('reads a ticker, with an empty side of the book and without time', () => {
    expect(krakenToEvents(ticker({ bid: 0, timestamp: undefined }), context)).toEqual([
      {
        kind: 'ticker',
        ticker: { venue: 'kraken', pair: 'BTC-USD', bid: null, ask: 71770.4, last: 71770.4, volume24h: 636.8977771, at: null },
        receivedAt: context.receivedAt,
      },
      alive,
    ]);
  });

  it('reads a heartbeat as a sign of life of what is acknowledged', () => {
    expect(krakenToEvents('{"channel":"heartbeat"}', context)).toEqual([alive]);
  });

  it('names a system that is not online, and takes it back when it is', () => {
    const status = (system: string) =>
      `{"channel":"status","data":[{"connection_id":8869243459854524911,"system":"${system}"}],"type":"update"}`;
    expect(krakenToEvents(status('maintenance'), context)).toEqual([{ kind: 'notice', reason: 'the venue reports: maintenance' }]);
    expect(krakenToEvents(status('online'), context)).toEqual([{ kind: 'notice', reason: null }]);
  });

  it.each([
    [
      'an acknowledgement',
      answer({ result: { channel: 'trade', symbol: 'BTC/USD' } }),
      { kind: 'acked', about: { pair: 'BTC-USD', channel: 'trade' } },
    ],
    [
      'a refusal of one symbol of request 7',
      answer({ success: false, req_id: 7, error: 'Currency pair not supported ABC/USD', symbol: 'ABC/USD' }),
      { kind: 'declined', about: { request: 7, pair: 'ABC-USD' }, reason: 'Currency pair not supported ABC/USD' },
    ],
    [
      'a refusal of request 7 as a whole',
      answer({ success: false, req_id: 7, error: 'Unsupported event' }),
      { kind: 'declined', about: { request: 7 }, reason: 'Unsupported event' },
    ],
    [
      '"Already subscribed" as an acknowledgement',
      answer({ success: false, req_id: 7, error: 'Already subscribed', symbol: 'BTC/USD' }),
      { kind: 'acked', about: { request: 7, pair: 'BTC-USD' } },
    ],
    [
      'a message rate exceeded',
      answer({ success: false, req_id: 7, error: 'Exceeded msg rate' }),
      { kind: 'ignored', type: 'Exceeded msg rate' },
    ],
    ['a pong', '{"method":"pong","req_id":1}', { kind: 'ignored', type: 'pong' }],
    ['a book', '{"channel":"book","type":"update","data":[]}', { kind: 'ignored', type: 'book' }],
  ])('reads %s', (_name, raw, expected) => {
    expect(krakenToEvents(raw, context)).toEqual([expected]);
  });

  it.each([
    ['truncated JSON', trade().slice(0, 60), 'not_json'],
    ['a bare NaN', trade().replace('71749.1', 'NaN'), 'not_json'],
    ['null', 'null', 'bad_shape'],
    ['a frame of protocol v1', '[1668,{"a":["1","2","3"]},"ticker","XBT/USD"]', 'bad_shape'],
    ['an event of protocol v1', '{"event":"heartbeat"}', 'bad_shape'],
    ['data that is no list', trade({}, { data: { 0: {} } }), 'bad_shape'],
    ['a row that is no object', trade({}, { data: [7] }), 'bad_shape'],
    ['a symbol that is a number', trade({ symbol: 7 }), 'bad_shape'],
    ['side both', trade({ side: 'both' }), 'bad_shape'],
    ['price 1e999', trade().replace('71749.1', '1e999'), 'bad_number'],
    ['price 0', trade({ price: 0 }), 'bad_number'],
    ['price -1', trade({ price: -1 }), 'bad_number'],
    ['price "71749.1" as text', trade({ price: '71749.1' }), 'bad_number'],
    ['price 1e300', trade({ price: 1e300 }), 'bad_number'],
    ['quantity 0', trade({ qty: 0 }), 'bad_number'],
    ['quantity [1]', trade({ qty: [1] }), 'bad_number'],
    ['the id 8869243459854524911', trade().replace('97184416', '8869243459854524911'), 'bad_number'],
    ['a quantity that cannot be printed', trade({ qty: { toString: 1, valueOf: 1 } }), 'bad_number'],
    ['a price of 100,000 brackets', trade().replace('71749.1', '['.repeat(100_000) + ']'.repeat(100_000)), 'bad_number'],
    ['the id 1.5', trade({ trade_id: 1.5 }), 'bad_number'],
    ['a time in ms', trade({ timestamp: 1773573983023 }), 'bad_time'],
    ['the 35th of a month', trade({ timestamp: '2026-03-35T11:26:23Z' }), 'bad_time'],
    ['the year 1970', trade({ timestamp: '1970-01-01T00:00:00Z' }), 'bad_time'],
    ['a time 61 s ahead', trade({ timestamp: '2026-03-16T00:01:01.000Z' }), 'future_time'],
    ['the symbol __proto__', trade({ symbol: '__proto__' }), 'unknown_pair'],
    ['a symbol of a million letters', trade({ symbol: 'A'.repeat(1_000_000) }), 'unknown_pair'],
    [
      'fields under __proto__',
      '{"__proto__":{"channel":"heartbeat"},"channel":"trade","type":"update","data":[{"__proto__":{"symbol":"BTC/USD"}}]}',
      'bad_shape',
    ],
    ['a ticker with last 0', ticker({ last: 0 }), 'bad_number'],
    ['a ticker with a negative bid', ticker({ bid: -1 }), 'bad_number'],
    ['a ticker with a broken time', ticker({ timestamp: null }), 'bad_time'],
    [
      'a refusal of a pair not followed',
      answer({ success: false, error: 'Currency pair not supported XBT/USDT', symbol: 'XBT/USDT' }),
      'unknown_pair',
    ],
    ['a refusal of nothing', answer({ success: false, error: 'Malformed' }), 'bad_shape'],
    ['a status without system', '{"channel":"status","data":[]}', 'bad_shape'],
  ])('rejects %s', (_name, raw, reason) => {
    const events = krakenToEvents(raw, context);
    expect(events).toMatchObject([{ kind: 'rejected', reason }]);
    expect(events).toEqual([expect.objectContaining({ detail: expect.stringMatching(/^[\s\S]{0,200}$/) as string })]);
  });

  it('takes a time 61 s ahead of a clock that is known to be 5 s slow', () => {
    const raw = trade({ timestamp: '2026-03-16T00:01:01.000Z' });
    expect(krakenToEvents(raw, { ...context, clockOffsetMs: 5_000 })).toMatchObject([{ kind: 'trade' }, alive]);
  });

  it('keeps the good rows of a frame in which one is bad', () => {
    const rows = [{}, { price: -1 }, {}].map((changes) => (JSON.parse(trade(changes)) as { data: unknown[] }).data[0]);
    const kinds = krakenToEvents(trade({}, { data: rows }), context).map(({ kind }) => kind);
    expect(kinds).toEqual(['trade', 'rejected', 'trade', 'alive']);
  });

  it('survives any JSON and any cut or edit of a sound frame without a bad figure getting through', () => {
    const sound = fc.constantFrom(
      trade(),
      ticker(),
      answer({ result: { channel: 'trade', symbol: 'BTC/USD' } }),
      '{"channel":"heartbeat"}',
    );
    const edited = fc
      .tuple(
        sound,
        fc.nat(300),
        fc.nat(4),
        fc.oneof(fc.string({ maxLength: 6 }), fc.constantFrom('-', 'e9', '1e999', 'null', '{}', '[', '"')),
      )
      .map(([raw, at, cut, text]) => raw.slice(0, at) + text + raw.slice(at + cut));
    const replaced = fc
      .tuple(fc.constantFrom('price', 'qty', 'trade_id', 'timestamp', 'side', 'symbol'), fc.jsonValue())
      .map(([name, value]) => trade({ [name]: value }));
    const wrapped = fc.jsonValue().map((value) => trade({}, { data: value }));
    fc.assert(
      fc.property(fc.oneof(fc.json(), edited, replaced, wrapped), (raw) => {
        for (const event of krakenToEvents(raw, context)) {
          if (event.kind !== 'trade') continue;
          const { price, quantity, tradeId, tradedAt } = event.trade;
          expect(price > 0 && price < 1e16 && quantity > 0 && quantity < 1e16).toBe(true);
          expect(Number.isSafeInteger(tradeId) && Number.isSafeInteger(tradedAt)).toBe(true);
          expect(tradedAt).toBeLessThanOrEqual(context.receivedAt + 60_000);
        }
      }),
      { numRuns: 5_000 },
    );
  });
});

describeWithShared('krakenToEvents on recorded frames', (root) => {
  const exchange = join(root, 'data/exchange');
  const v2 = () => readFrames(join(exchange, 'kraken/ws_v2_frames.jsonl'));

  it('reads 5 trades, 3 tickers and 3 acknowledgements of trades and tickers among 30 frames of 2024 to 2026', () => {
    const events = v2().flatMap((raw) => krakenToEvents(raw, context));
    const count = (kind: string) => events.filter((event) => event.kind === kind).length;
    expect({ trades: count('trade'), tickers: count('ticker'), rejected: count('rejected') }).toEqual({
      trades: 5,
      tickers: 3,
      rejected: 0,
    });
    expect(events).toContainEqual({
      kind: 'declined',
      about: { request: 0, pair: 'WWW-USD' },
      reason: 'Currency pair not supported WWW/USD',
    });
    expect(events).toContainEqual({ kind: 'notice', reason: 'the venue reports: maintenance' });
  });

  it('gives every price and quantity as the double of the decimal on the wire', () => {
    for (const raw of v2().filter((text) => text.includes('"trade_id"'))) {
      const printed = [...raw.matchAll(/"price":([\d.e-]+)/g)].map(([, figure]) => Number(figure));
      const read = krakenToEvents(raw, context).flatMap((event) => (event.kind === 'trade' ? [event.trade.price] : []));
      expect(read).toEqual(printed);
    }
  });

  it('recognises a whole session of protocol v1 as not v2', () => {
    const frames = readFrames(join(exchange, 'kraken/ws_v1_legacy_ticker_2021.jsonl'));
    expect(frames.length).toBeGreaterThan(10);
    for (const raw of frames) expect(krakenToEvents(raw, context)).toMatchObject([{ kind: 'rejected', reason: 'bad_shape' }]);
  });

  it('takes every recorded text of every venue without throwing', () => {
    const lines = readdirSync(exchange, { recursive: true, encoding: 'utf8' })
      .filter((name) => /\.jsonl?$/.test(name))
      .flatMap((name) => readFileSync(join(exchange, name), 'utf8').split('\n'));
    const texts = lines.flatMap((line) => (/"raw": ?"/.test(line) ? [line, (JSON.parse(line) as { raw: string }).raw] : [line]));
    expect(texts.length).toBeGreaterThan(500);
    for (const raw of texts) expect(krakenToEvents(raw, context).length).toBeGreaterThan(0);
  });
});
