import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describeWithShared } from '../../../../../test/shared-data';
import { readFrames } from '../../../../../test/recorded-frames';
import type { ParseContext } from '../socket-protocol';
import { binanceToEvents } from './to-events';

const followed = new Map([
  ['BTCUSDT', 'BTC-USDT'],
  ['BNBBTC', 'BNB-BTC'],
  ['ETHBTC', 'ETH-BTC'],
]);
const context: ParseContext = {
  receivedAt: Date.UTC(2027, 0, 1),
  clockOffsetMs: 0,
  pairOf: (symbol) => followed.get(symbol) ?? null,
};
const trade = (changes: object = {}) =>
  JSON.stringify({
    stream: 'btcusdt@trade',
    data: {
      e: 'trade',
      E: 1672515782137,
      s: 'BTCUSDT',
      t: 12345,
      p: '16500.10',
      q: '0.25',
      T: 1672515782136,
      m: true,
      M: true,
      ...changes,
    },
  });
const ticker = (changes: object = {}) =>
  JSON.stringify({ e: '24hrTicker', E: 1672515782136, s: 'BTCUSDT', c: '25', b: '24', a: '26', v: '100', L: 18150, ...changes });
const reasonOf = (raw: string) => binanceToEvents(raw, context).map((event) => ('reason' in event ? event.reason : event.kind));

describe('binanceToEvents', () => {
  it('reads a combined trade; m=true means that the seller was the aggressor', () => {
    expect(binanceToEvents(trade(), context)).toEqual([
      {
        kind: 'trade',
        trade: {
          venue: 'binance',
          pair: 'BTC-USDT',
          tradeId: 12345,
          price: 16500.1,
          quantity: 0.25,
          side: 'sell',
          tradedAt: 1672515782136,
        },
        receivedAt: context.receivedAt,
        history: false,
      },
    ]);
    expect(binanceToEvents(trade({ m: false }), context)).toMatchObject([{ trade: { side: 'buy' } }]);
  });

  it('reads a ticker as quote and as confirmation with last trade id 18150', () => {
    expect(binanceToEvents(ticker(), context)).toEqual([
      {
        kind: 'ticker',
        ticker: { venue: 'binance', pair: 'BTC-USDT', bid: 24, ask: 26, last: 25, volume24h: 100, at: 1672515782136 },
        receivedAt: context.receivedAt,
      },
      { kind: 'confirmed', pair: 'BTC-USDT', lastTradeId: 18150, venueTime: 1672515782136, receivedAt: context.receivedAt },
    ]);
  });

  it('gives an empty side of the book (0.00000000) as unknown', () => {
    expect(binanceToEvents(ticker({ b: '0.00000000' }), context)).toMatchObject([{ ticker: { bid: null, ask: 26 } }, {}]);
  });

  it('gives the last trade id -1 of a pair without trades today as unknown', () => {
    expect(binanceToEvents(ticker({ L: -1 }), context)).toMatchObject([{}, { kind: 'confirmed', lastTradeId: null }]);
  });

  it.each([
    ['truncated JSON', trade().slice(0, 60), 'not_json'],
    ['an empty frame', '', 'not_json'],
    ['a bare number', '1', 'bad_shape'],
    ['an array', '[]', 'bad_shape'],
    ['data null', '{"stream":"btcusdt@trade","data":null}', 'bad_shape'],
    ['a missing id', trade({ t: undefined }), 'bad_shape'],
    ['a fractional id', trade({ t: 1.5 }), 'bad_shape'],
    ['an id beyond 2^53', trade({ t: 1e300 }), 'bad_shape'],
    ['m as text', trade({ m: 'true' }), 'bad_shape'],
    ['price 0', trade({ p: '0.00000000' }), 'bad_number'],
    ['price -1', trade({ p: '-1' }), 'bad_number'],
    ['price NaN', trade({ p: 'NaN' }), 'bad_number'],
    ['price 1e999', trade().replace('"16500.10"', '1e999'), 'bad_number'],
    ['price in hexadecimal', trade({ p: '0x10' }), 'bad_number'],
    ['quantity null', trade({ q: null }), 'bad_number'],
    ['a time as text', trade({ T: '1672515782136' }), 'bad_time'],
    ['time 0', trade({ T: 0 }), 'bad_time'],
    ['a time in microseconds', trade({ T: 1672515782136000 }), 'future_time'],
    ['a pair not followed', trade({ s: 'ETHUSDT' }), 'unknown_pair'],
    ['the pair __proto__', trade({ s: '__proto__' }), 'unknown_pair'],
    ['a ticker with last price 0', ticker({ c: '0' }), 'bad_number'],
    ['a ticker from the future', ticker({ E: Date.UTC(2028, 0, 1) }), 'future_time'],
    ['an error without id', '{"code":2,"msg":"Invalid request"}', 'bad_shape'],
  ])('rejects %s', (_name, raw, reason) => {
    expect(reasonOf(raw)).toEqual([reason]);
  });

  it('judges times by the venue clock: 10 min ahead of a local clock that runs 10 min late is sound', () => {
    const late = { ...context, receivedAt: 1672515782136 - 600_000 };
    expect(binanceToEvents(trade(), late)).toMatchObject([{ kind: 'rejected', reason: 'future_time' }]);
    expect(binanceToEvents(trade(), { ...late, clockOffsetMs: 600_000 })).toMatchObject([{ kind: 'trade' }]);
  });

  it.each([
    ['bookTicker, which has no event name', '{"u":400900217,"s":"BTCUSDT","b":"25.3","B":"31.2","a":"25.4","A":"40.6"}', 'bookTicker'],
    ['a kline', '{"e":"kline","E":1,"s":"BTCUSDT","k":{}}', 'kline'],
    ['a futures trade', trade({ X: 'MARKET' }), 'futures trade'],
    ['a futures ticker', ticker({ b: undefined, a: undefined }), 'futures 24hrTicker'],
    ['the retired market-wide ticker', '{"stream":"!ticker@arr","data":[{}]}', 'market-wide'],
    ['the answer to a listing', '{"result":["btcusdt@trade"],"id":3}', 'reply'],
    ['an event name that is no text', '{"e":{"toString":1}}', 'unnamed'],
  ])('ignores %s', (_name, raw, type) => {
    expect(binanceToEvents(raw, context)).toEqual([{ kind: 'ignored', type }]);
  });

  it('reads acknowledgement, refusal and shutdown', () => {
    expect(binanceToEvents('{"result":null,"id":7}', context)).toEqual([{ kind: 'acked', about: { request: 7 } }]);
    expect(binanceToEvents('{"code":2,"msg":"Invalid request: too many parameters","id":7}', context)).toEqual([
      { kind: 'declined', about: { request: 7 }, reason: 'Invalid request: too many parameters' },
    ]);
    expect(binanceToEvents('{"error":{"code":2,"msg":"no"},"id":7}', context)).toMatchObject([{ kind: 'declined', reason: 'no' }]);
    expect(reasonOf('{"e":"serverShutdown","E":1770123456789}')).toEqual(['the venue is about to shut this server down']);
    expect(binanceToEvents('{"stream":"!serverShutdown","data":{"e":"serverShutdown","E":1}}', context)).toMatchObject([
      { kind: 'reconnect' },
    ]);
  });

  it('survives any JSON, and any cut or edit of a real frame', () => {
    fc.assert(fc.property(fc.json(), (raw) => Array.isArray(binanceToEvents(raw, context))));
    fc.assert(
      fc.property(fc.constantFrom(trade(), ticker()), fc.nat(250), fc.nat(3), fc.string({ maxLength: 4 }), (raw, at, cut, text) => {
        const events = binanceToEvents(raw.slice(0, at) + text + raw.slice(at + cut), context);
        for (const event of events) {
          if (event.kind !== 'trade') continue;
          expect(event.trade.price).toBeGreaterThan(0);
          expect(Number.isFinite(event.trade.quantity * event.trade.price)).toBe(true);
        }
      }),
      { numRuns: 2000 },
    );
    const deep = `{"e":"trade","s":${'['.repeat(100_000)}${']'.repeat(100_000)}}`;
    expect(reasonOf(deep)).toEqual(['bad_shape']);
  });
});

describeWithShared('binanceToEvents on recorded frames', (root) => {
  const folder = join(root, 'data/exchange/binance');
  const kinds = (frames: string[]) => frames.flatMap((raw) => binanceToEvents(raw, context)).map((event) => event.kind);

  it('reads the trade of 2020 with its exact price', () => {
    const frames = readFrames(join(folder, 'ws_frames_misc.jsonl')).filter((raw) => raw.includes('343719861'));
    expect(frames.flatMap((raw) => binanceToEvents(raw, context))).toMatchObject([
      { kind: 'trade', trade: { tradeId: 343719861, price: 9302, quantity: 0.001019, side: 'buy', tradedAt: 1592591955765 } },
    ]);
  });

  it('reads the spot ticker and ignores the futures one', () => {
    const events = readFrames(join(folder, 'ws_frames_misc.jsonl')).flatMap((raw) => binanceToEvents(raw, context));
    expect(events.find((event) => event.kind === 'ticker')).toMatchObject({
      ticker: { last: 9318.48, bid: 9318.18, ask: 9318.47, volume24h: 48745.366671, at: 1592593727005 },
    });
    expect(events).toContainEqual({ kind: 'ignored', type: 'futures 24hrTicker' });
    expect(events.filter((event) => event.kind === 'rejected')).toEqual([]);
  });

  it('ignores every frame of a session of streams that we do not follow', () => {
    expect(new Set(kinds(readFrames(join(folder, 'ws_combined_2021.jsonl'))))).toEqual(new Set(['ignored']));
  });

  it('reads every documented payload and error without rejecting any of ours', () => {
    const documented = JSON.parse(readFileSync(join(folder, 'ws_doc_examples.json'), 'utf8')) as { section: string; message: object }[];
    const of = (section: string) => kinds(documented.filter((one) => one.section === section).map((one) => JSON.stringify(one.message)));
    expect(of('Trade Streams')).toEqual(['trade']);
    expect(of('Individual Symbol Ticker Streams')).toEqual(['ticker', 'confirmed']);
    expect(of('Server Shutdown')).toEqual(['reconnect', 'reconnect']);
    expect(of('Subscribe to a stream')).toEqual(['ignored', 'acked']);
    const errors = JSON.parse(readFileSync(join(folder, 'ws_error_examples.json'), 'utf8')) as object[];
    expect(kinds(errors.map((error) => JSON.stringify(error)))).not.toContain('ignored');
  });
});
