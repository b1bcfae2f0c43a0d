import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { FakeCoinbase, type FakeCoinbaseOptions } from '../../../../../test/fake-venues/fake-coinbase';
import { describeWithShared } from '../../../../../test/shared-data';
import { VenueClock } from '../venue-clock';
import { CoinbaseRest } from './coinbase-rest';

const signal = new AbortController().signal;
const pair = { venue: 'coinbase', pair: 'BTC-USD', base: 'BTC', quote: 'USD', venueSymbol: 'BTC-USD' };
const minute = 60_000;
const ends: (() => Promise<unknown>)[] = [];

async function open(options: Partial<FakeCoinbaseOptions> = {}) {
  const fake = await new FakeCoinbase({ pairs: ['BTC-USD', 'ETH-USD'], ...options }).start();
  ends.push(() => fake.stop());
  const clock = new VenueClock();
  return { fake, clock, rest: new CoinbaseRest(fake.restUrl, clock) };
}

async function replay(body: string): Promise<CoinbaseRest> {
  const server = createServer((_request, response) => response.end(body));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  ends.push(() => new Promise((resolve) => server.close(resolve)));
  return new CoinbaseRest(`http://127.0.0.1:${(server.address() as AddressInfo).port}`, new VenueClock());
}

afterEach(async () => {
  for (const end of ends.splice(0)) await end();
});

describe('CoinbaseRest', () => {
  it('lists what can be traded now', async () => {
    const { rest } = await open({ pairs: ['BTC-USD', 'ETH-USDC', 'OFF-USD'], disabled: ['OFF-USD'] });
    expect(await rest.listPairs(signal)).toEqual([
      pair,
      { venue: 'coinbase', pair: 'ETH-USDC', base: 'ETH', quote: 'USDC', venueSymbol: 'ETH-USDC' },
    ]);
  });

  it.each([
    ['delisted', { status: 'delisted' }],
    ['cancel-only', { cancel_only: true }],
    ['post-only', { post_only: true }],
  ])('leaves out a product that is %s', async (_name, changes) => {
    const product = { id: 'BTC-USD', base_currency: 'BTC', quote_currency: 'USD', status: 'online', trading_disabled: false };
    expect(await (await replay(JSON.stringify([product]))).listPairs(signal)).toEqual([pair]);
    expect(await (await replay(JSON.stringify([{ ...product, ...changes }]))).listPairs(signal)).toEqual([]);
  });

  it('lists a product of which nothing but id and currencies is told', async () => {
    const product = { id: 'BTC-USD', base_currency: 'BTC', quote_currency: 'USD' };
    expect(await (await replay(JSON.stringify([product]))).listPairs(signal)).toEqual([pair]);
  });

  it('gives the 1500 trades of a hole in two pages, oldest first, with the aggressor', async () => {
    const { rest, fake } = await open();
    fake.tradeAll(Array.from({ length: 1600 }, (_, i) => ({ pair: 'BTC-USD', price: 100 + i, quantity: 1, side: 'sell' as const })));
    const hole = { afterId: 50, beforeId: 1551, fromAt: 0, toAt: Date.now() };
    const first = await rest.tradesBetween(pair, hole, signal);
    expect(first.map(({ tradeId }) => tradeId)).toEqual(Array.from({ length: 1000 }, (_, i) => 51 + i));
    expect(first[0]).toMatchObject({ venue: 'coinbase', pair: 'BTC-USD', price: 150, side: 'sell' });
    const second = await rest.tradesBetween(pair, { ...hole, afterId: 1050 }, signal);
    expect(second.map(({ tradeId }) => tradeId)).toEqual(Array.from({ length: 500 }, (_, i) => 1051 + i));
    expect(await rest.tradesBetween(pair, { ...hole, afterId: 1600, beforeId: 1700 }, signal)).toEqual([]);
  });

  it('maps [time, LOW, HIGH, OPEN, CLOSE] and leaves out the candle still open', async () => {
    const { rest, fake } = await open();
    const openAt = Math.floor(Date.now() / minute) * minute - 5 * minute;
    for (const [price, at] of [100, 130, 90, 110].map((value, i) => [value, openAt + i] as const))
      fake.trade('BTC-USD', price, 0.5, 'buy', at);
    fake.trade('BTC-USD', 99, 1, 'buy');
    expect(await rest.candlesBefore(pair, '1m', openAt - minute, Date.now() + minute, signal)).toEqual({
      candles: [{ openAt, open: 100, high: 130, low: 90, close: 110, volume: 2 }],
      reachedAt: openAt - minute,
      exhausted: true,
    });
  });

  it('pages backwards from the end: 700 minutes in 300, 300 and 100, never more than 300 a page', async () => {
    const { rest, fake } = await open();
    const from = Math.floor(Date.now() / minute) * minute - 800 * minute;
    const minutes = Array.from({ length: 700 }, (_, i) => from + i * minute);
    fake.tradeAll(minutes.map((at) => ({ pair: 'BTC-USD', price: 100, quantity: 1, side: 'buy' as const, at })));
    const opened: number[] = [];
    const sizes: number[] = [];
    for (let to = from + 700 * minute, done = false; !done;) {
      const page = await rest.candlesBefore(pair, '1m', from, to, signal);
      sizes.push(page.candles.length);
      opened.unshift(...page.candles.map(({ openAt }) => openAt));
      to = page.reachedAt;
      done = page.exhausted;
    }
    expect(sizes).toEqual([300, 300, 100]);
    expect(opened).toEqual(minutes);
  });

  it('says that an empty page in the middle is not the end', async () => {
    const { rest } = await open();
    expect(await rest.candlesBefore(pair, '1m', 0, Date.UTC(2020, 0, 1), signal)).toEqual({
      candles: [],
      reachedAt: Date.UTC(2020, 0, 1) - 300 * minute,
      exhausted: false,
    });
  });

  it('refuses 30-minute candles, which the venue does not have', async () => {
    const { rest, fake } = await open();
    await expect(rest.candlesBefore(pair, '30m', 0, 1, signal)).rejects.toMatchObject({
      reason: 'has no candles of 30m',
      retryAfterMs: null,
    });
    expect(fake.requests).toEqual([]);
  });

  it('measures a clock that runs 90 s late', async () => {
    const { rest, clock } = await open({ now: () => Date.now() - 90_000 });
    await rest.serverTime(signal);
    expect(Math.abs(clock.offsetMs + 90_000)).toBeLessThan(1_000);
  });

  it('sends no more than 6 requests at once and 6 a second', async () => {
    const { rest, fake } = await open({ restPerSecond: 13 });
    const startedAt = performance.now();
    await Promise.all(Array.from({ length: 12 }, () => rest.serverTime(signal)));
    expect(fake.requests).toHaveLength(12);
    expect(performance.now() - startedAt).toBeGreaterThan(900);
  });

  it('gives the venue its own words for an unknown product', async () => {
    const { rest } = await open();
    const unknown = { ...pair, venueSymbol: 'NOPE-USD' };
    await expect(rest.candlesBefore(unknown, '1m', 0, 1, signal)).rejects.toMatchObject({ reason: 'NotFound (HTTP 404)' });
  });

  it.each([
    ['an object instead of a list', '{}', 'the answer holds no list of trades'],
    ['rows that are no trades', '[{"trade_id":"x"}]', 'the answer holds no readable trades'],
  ])('does not take %s for an empty hole', async (_name, body, reason) => {
    const rest = await replay(body);
    await expect(rest.tradesBetween(pair, { afterId: 1, beforeId: 3, fromAt: 0, toAt: 1 }, signal)).rejects.toMatchObject({ reason });
  });
});

describeWithShared('CoinbaseRest on recorded answers', (root) => {
  it('reads every recorded candle with low ≤ open, close ≤ high', async () => {
    const text = readFileSync(join(root, 'data/exchange/coinbase/exchange_rest_candles.json'), 'utf8');
    const rows = JSON.parse(text) as [number, number, number, number, number, number][];
    const from = Math.min(...rows.map(([seconds]) => seconds * 1000));
    const to = Math.max(...rows.map(([seconds]) => seconds * 1000)) + minute;
    const { candles } = await (await replay(text)).candlesBefore(pair, '1m', from, to, signal);
    expect(candles).toHaveLength(rows.filter(([seconds]) => seconds * 1000 >= to - 300 * minute).length);
    expect(candles.at(-1)).toEqual({
      openAt: 1517443740_000,
      open: 10106.01,
      high: 10120.21,
      low: 10106,
      close: 10120.21,
      volume: 2.85107455,
    });
  });
});
