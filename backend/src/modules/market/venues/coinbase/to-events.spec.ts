import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { readFrames } from '../../../../../test/recorded-frames';
import { describeWithShared } from '../../../../../test/shared-data';
import { binanceToEvents } from '../binance/to-events';
import type { ParseContext } from '../socket-protocol';
import { coinbaseToEvents } from './to-events';

const context: ParseContext = {
  receivedAt: Date.UTC(2027, 0, 1),
  clockOffsetMs: 0,
  pairOf: (product) => (/^[A-Z]{2,4}-[A-Z]{3}$/.test(product) ? product : null),
};
const time = '2026-04-17T16:43:37.089723Z';
const match = (changes: object = {}) =>
  JSON.stringify({
    type: 'match',
    trade_id: 10,
    maker_order_id: 'a',
    taker_order_id: 'b',
    side: 'sell',
    size: '5.23512',
    price: '400.23',
    product_id: 'BTC-USD',
    sequence: 50,
    time,
    ...changes,
  });
const ticker = (changes: object = {}) =>
  JSON.stringify({
    type: 'ticker',
    sequence: 51,
    product_id: 'BTC-USD',
    price: '400.23',
    volume_24h: '1000.5',
    best_bid: '400.22',
    best_bid_size: '1',
    best_ask: '400.24',
    side: 'buy',
    time,
    trade_id: 10,
    ...changes,
  });
const heartbeat = (changes: object = {}) =>
  JSON.stringify({ type: 'heartbeat', sequence: 90, last_trade_id: 20, product_id: 'BTC-USD', time, ...changes });
const reasonOf = (raw: string) => coinbaseToEvents(raw, context).map((event) => ('reason' in event ? event.reason : event.kind));

describe('coinbaseToEvents', () => {
  it('reads a match; a maker who sold means that the aggressor bought', () => {
    expect(coinbaseToEvents(match(), context)).toEqual([
      {
        kind: 'trade',
        trade: {
          venue: 'coinbase',
          pair: 'BTC-USD',
          tradeId: 10,
          price: 400.23,
          quantity: 5.23512,
          side: 'buy',
          tradedAt: Date.UTC(2026, 3, 17, 16, 43, 37, 89),
        },
        receivedAt: context.receivedAt,
        history: false,
      },
    ]);
    expect(coinbaseToEvents(match({ side: 'buy' }), context)).toMatchObject([{ trade: { side: 'sell' } }]);
  });

  it('marks last_match as history', () => {
    expect(coinbaseToEvents(match({ type: 'last_match' }), context)).toMatchObject([{ kind: 'trade', history: true }]);
  });

  it('reads a ticker, also an old one without best bid and ask', () => {
    expect(coinbaseToEvents(ticker(), context)).toEqual([
      {
        kind: 'ticker',
        ticker: {
          venue: 'coinbase',
          pair: 'BTC-USD',
          bid: 400.22,
          ask: 400.24,
          last: 400.23,
          volume24h: 1000.5,
          at: Date.UTC(2026, 3, 17, 16, 43, 37, 89),
        },
        receivedAt: context.receivedAt,
      },
    ]);
    expect(coinbaseToEvents(ticker({ best_bid: undefined, best_ask: undefined, time: undefined }), context)).toMatchObject([
      { ticker: { bid: null, ask: null, at: null, last: 400.23 } },
    ]);
  });

  it('reads a heartbeat as confirmation with last trade id 20, and the id 0 as unknown', () => {
    expect(coinbaseToEvents(heartbeat(), context)).toMatchObject([{ kind: 'confirmed', pair: 'BTC-USD', lastTradeId: 20 }]);
    expect(coinbaseToEvents(heartbeat({ last_trade_id: 0 }), context)).toMatchObject([{ kind: 'confirmed', lastTradeId: null }]);
  });

  it('reads the whole state of the subscriptions, skipping products that are not ours', () => {
    const channels = [{ name: 'matches', product_ids: ['BTC-USD', 'x', 7], account_ids: null }, { name: 'heartbeat' }, null];
    expect(coinbaseToEvents(JSON.stringify({ type: 'subscriptions', channels }), context)).toEqual([
      { kind: 'acked', about: { pair: 'BTC-USD', channel: 'matches' } },
    ]);
  });

  it('drops the one unknown product and asks for the rest again', () => {
    const raw = '{"type":"error","message":"Failed to subscribe","reason":"ABC-USD is not a valid product"}';
    expect(coinbaseToEvents(raw, context)).toEqual([
      { kind: 'declined', about: { pair: 'ABC-USD' }, reason: 'Failed to subscribe: ABC-USD is not a valid product' },
      { kind: 'resubscribe' },
    ]);
  });

  it.each([
    ['truncated JSON', match().slice(0, 50), 'not_json'],
    ['null', 'null', 'bad_shape'],
    ['a missing product', match({ product_id: undefined }), 'bad_shape'],
    ['side both', match({ side: 'both' }), 'bad_shape'],
    ['an id as text', match({ trade_id: '10' }), 'bad_shape'],
    ['price 0', match({ price: '0' }), 'bad_number'],
    ['price -400', match({ price: '-400' }), 'bad_number'],
    ['size 1e999', match({ size: '1e999' }), 'bad_number'],
    ['a time without zone', match({ time: '2026-04-17 16:43:37' }), 'bad_time'],
    ['the 35th of a month', match({ time: '2026-04-35T16:43:37Z' }), 'bad_time'],
    ['a time from the future', match({ time: '2028-04-17T16:43:37Z' }), 'future_time'],
    ['a product not followed', match({ product_id: '__proto__' }), 'unknown_pair'],
    ['a ticker with a word for its bid', ticker({ best_bid: 'x' }), 'bad_number'],
    ['a ticker with price 0', ticker({ price: '0' }), 'bad_number'],
    ['a ticker with a broken time', ticker({ time: 5 }), 'bad_time'],
    ['a heartbeat without time', heartbeat({ time: null }), 'bad_time'],
    ['subscriptions without channels', '{"type":"subscriptions"}', 'bad_shape'],
    ['an error that names no product', '{"type":"error","message":"Type has to be either subscribe or unsubscribe"}', 'bad_shape'],
  ])('rejects %s', (_name, raw, reason) => {
    expect(reasonOf(raw)).toEqual([reason]);
  });

  it.each([
    ['l2update', '{"type":"l2update","product_id":"BTC-USD","changes":[]}', 'l2update'],
    ['an Advanced Trade envelope', '{"channel":"heartbeats","events":[]}', 'heartbeats'],
    ['a type that is no text', '{"type":{"toString":1}}', 'unnamed'],
  ])('ignores %s', (_name, raw, type) => {
    expect(coinbaseToEvents(raw, context)).toEqual([{ kind: 'ignored', type }]);
  });

  it('survives any JSON, and any cut or edit of a real frame', () => {
    fc.assert(fc.property(fc.json(), (raw) => Array.isArray(coinbaseToEvents(raw, context))));
    fc.assert(
      fc.property(
        fc.constantFrom(match(), ticker(), heartbeat()),
        fc.nat(300),
        fc.nat(3),
        fc.string({ maxLength: 4 }),
        (raw, at, cut, text) => {
          for (const event of coinbaseToEvents(raw.slice(0, at) + text + raw.slice(at + cut), context)) {
            if (event.kind !== 'trade') continue;
            expect(event.trade.price).toBeGreaterThan(0);
            expect(event.trade.tradedAt).toBeLessThanOrEqual(context.receivedAt + 60_000);
          }
        },
      ),
      { numRuns: 2000 },
    );
  });
});

describeWithShared('coinbaseToEvents on recorded frames', (root) => {
  const exchange = join(root, 'data/exchange');
  const session = () => readFrames(join(exchange, 'coinbase/exchange_ws_2021.jsonl'));

  it('reads 97 matches, 10 last matches and 107 tickers of the session of 2021, and rejects nothing', () => {
    const events = session().flatMap((raw) => coinbaseToEvents(raw, context));
    expect(events.filter((event) => event.kind === 'trade' && !event.history)).toHaveLength(97);
    expect(events.filter((event) => event.kind === 'trade' && event.history)).toHaveLength(10);
    expect(events.filter((event) => event.kind === 'ticker')).toHaveLength(107);
    expect(events.filter((event) => event.kind === 'ignored')).toHaveLength(25);
    expect(events.filter((event) => event.kind === 'rejected')).toEqual([]);
  });

  it('gives the first match of SKL-BTC, whose maker sold, as a buy at 0.00001305', () => {
    const events = session().flatMap((raw) => coinbaseToEvents(raw, context));
    expect(events.find((event) => event.kind === 'trade' && event.trade.tradeId === 280232)).toMatchObject({
      trade: { pair: 'SKL-BTC', price: 0.00001305, quantity: 985, side: 'buy', tradedAt: Date.UTC(2021, 3, 17, 16, 43, 37, 89) },
    });
  });

  it('reads the tickers of 2019, 2021 and 2022 alike', () => {
    const events = readFrames(join(exchange, 'coinbase/exchange_ws_ticker_history.jsonl')).flatMap((raw) => coinbaseToEvents(raw, context));
    expect(events.map((event) => event.kind).sort()).toEqual(['ticker', 'ticker', 'ticker', 'trade']);
  });

  it('takes every recorded text of every venue without throwing, as does Binance', () => {
    const texts = readdirSync(exchange, { recursive: true, encoding: 'utf8' })
      .filter((name) => /\.jsonl?$/.test(name))
      .flatMap((name) => readFileSync(join(exchange, name), 'utf8').split('\n'))
      .flatMap((line) => [line, ...[/"raw": ?"/.test(line) ? String((JSON.parse(line) as { raw: unknown }).raw) : line]]);
    expect(texts.length).toBeGreaterThan(500);
    for (const raw of texts) {
      expect(coinbaseToEvents(raw, context).length + binanceToEvents(raw, context).length).toBeGreaterThan(1);
    }
  });
});
