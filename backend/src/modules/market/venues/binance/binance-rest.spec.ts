import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { FakeBinance, type FakeBinanceOptions } from '../../../../../test/fake-venues/fake-binance';
import { describeWithShared } from '../../../../../test/shared-data';
import { VenueClock } from '../venue-clock';
import { BinanceRest } from './binance-rest';

const signal = new AbortController().signal;
const pair = { venue: 'binance', pair: 'BTC-USDT', base: 'BTC', quote: 'USDT', venueSymbol: 'BTCUSDT' };
const minute = 60_000;
const ends: (() => Promise<unknown>)[] = [];

async function open(options: Partial<FakeBinanceOptions> = {}) {
  const fake = await new FakeBinance({ pairs: ['BTC-USDT', 'ETH-USDC'], ...options }).start();
  ends.push(() => fake.stop());
  const clock = new VenueClock();
  return { fake, clock, rest: new BinanceRest(fake.restUrl, clock) };
}

afterEach(async () => {
  for (const end of ends.splice(0)) await end();
});

describe('BinanceRest', () => {
  it('lists what is traded now, in canonical spelling', async () => {
    const { rest, fake } = await open({ pairs: ['BTC-USDT', 'ETH-USDC', 'OLD-USDT'], notTrading: ['OLD-USDT'] });
    expect(await rest.listPairs(signal)).toEqual([
      pair,
      { venue: 'binance', pair: 'ETH-USDC', base: 'ETH', quote: 'USDC', venueSymbol: 'ETHUSDC' },
    ]);
    expect(fake.requests[0]).toContain('symbolStatus=TRADING');
  });

  it('gives the 1500 trades of a hole in two pages, oldest first, raw ids and aggressor kept', async () => {
    const { rest, fake } = await open();
    fake.tradeAll(Array.from({ length: 1600 }, (_, i) => ({ pair: 'BTC-USDT', price: 100 + i, quantity: 1, side: 'sell' as const })));
    const hole = { afterId: 50, beforeId: 1551, fromAt: 0, toAt: Date.now() };
    const first = await rest.tradesBetween(pair, hole, signal);
    expect(first.map(({ tradeId }) => tradeId)).toEqual(Array.from({ length: 1000 }, (_, i) => 51 + i));
    expect(first[0]).toMatchObject({ venue: 'binance', pair: 'BTC-USDT', price: 150, side: 'sell' });
    const second = await rest.tradesBetween(pair, { ...hole, afterId: 1050 }, signal);
    expect(second.map(({ tradeId }) => tradeId)).toEqual(Array.from({ length: 500 }, (_, i) => 1051 + i));
    expect(await rest.tradesBetween(pair, { ...hole, afterId: 1600, beforeId: 1700 }, signal)).toEqual([]);
  });

  it('refuses by name where old trades are not served, asks once, and still gives candles', async () => {
    const { rest, fake } = await open({ noHistory: true });
    fake.trade('BTC-USDT', 100, 1, 'buy', Date.now() - 10 * minute);
    const hole = { afterId: 1, beforeId: 5, fromAt: 0, toAt: 1 };
    const refusal = { venue: 'binance', reason: 'old trades are not served here: HTTP 404', retryAfterMs: null };
    await expect(rest.tradesBetween(pair, hole, signal)).rejects.toMatchObject(refusal);
    await expect(rest.tradesBetween(pair, hole, signal)).rejects.toMatchObject(refusal);
    expect(fake.requests).toHaveLength(1);
    expect((await rest.candlesBefore(pair, '1m', 0, Date.now(), signal)).candles).toHaveLength(1);
  });

  it('gives candles as open, high, low, close and leaves out the one still open', async () => {
    const { rest, fake } = await open();
    const openAt = Math.floor(Date.now() / minute) * minute - 5 * minute;
    for (const [price, at] of [100, 130, 90, 110].map((value, i) => [value, openAt + i] as const))
      fake.trade('BTC-USDT', price, 0.5, 'buy', at);
    fake.trade('BTC-USDT', 99, 1, 'buy');
    const page = await rest.candlesBefore(pair, '1m', openAt - minute, Date.now() + minute, signal);
    expect(page).toEqual({
      candles: [{ openAt, open: 100, high: 130, low: 90, close: 110, volume: 2 }],
      reachedAt: openAt - minute,
      exhausted: true,
    });
  });

  it('pages backwards from the end: 2500 minutes in 1000, 1000 and 500', async () => {
    const { rest, fake } = await open();
    const from = Math.floor(Date.now() / minute) * minute - 3000 * minute;
    const minutes = Array.from({ length: 2500 }, (_, i) => from + i * minute);
    fake.tradeAll(minutes.map((at) => ({ pair: 'BTC-USDT', price: 100, quantity: 1, side: 'buy' as const, at })));
    const opened: number[] = [];
    const sizes: number[] = [];
    for (let to = from + 2500 * minute, done = false; !done;) {
      const page = await rest.candlesBefore(pair, '1m', from, to, signal);
      sizes.push(page.candles.length);
      opened.unshift(...page.candles.map(({ openAt }) => openAt));
      to = page.reachedAt;
      done = page.exhausted;
    }
    expect(sizes).toEqual([1000, 1000, 500]);
    expect(opened).toEqual(minutes);
  });

  it('is exhausted when a page lies wholly before the listing', async () => {
    const { rest } = await open();
    expect(await rest.candlesBefore(pair, '1h', 0, Date.UTC(2015, 0, 1), signal)).toMatchObject({ candles: [], exhausted: true });
  });

  it('measures a clock that runs 90 s ahead', async () => {
    const { rest, clock } = await open({ now: () => Date.now() + 90_000 });
    const { venueTime } = await rest.serverTime(signal);
    expect(Math.abs(venueTime - Date.now() - 90_000)).toBeLessThan(1_000);
    expect(Math.abs(clock.offsetMs - 90_000)).toBeLessThan(1_000);
  });

  it('names a refusal by region, points to the market-data hosts and stops asking', async () => {
    const { rest, fake } = await open();
    fake.faults.rest = { status: 451 };
    const refusal = { reason: expect.stringMatching(/451.*data-api\.binance\.vision/) as string, retryAfterMs: null };
    await expect(rest.serverTime(signal)).rejects.toMatchObject(refusal);
    await expect(rest.listPairs(signal)).rejects.toMatchObject(refusal);
    expect(fake.requests).toHaveLength(1);
  });

  it('tells a ban of 120 s (418) and sends nothing meanwhile', async () => {
    const { rest, fake } = await open();
    fake.faults.rest = { status: 418, retryAfter: '120' };
    await expect(rest.serverTime(signal)).rejects.toMatchObject({ retryAfterMs: 120_000 });
    await expect(rest.serverTime(signal)).rejects.toMatchObject({ reason: expect.stringContaining('418') as string });
    expect(fake.requests).toHaveLength(1);
  });

  it('waits out a 429 with Retry-After 1 and then succeeds', async () => {
    const { rest, fake } = await open();
    fake.faults.rest = { status: 429, retryAfter: '1', times: 1 };
    const startedAt = performance.now();
    await rest.serverTime(signal);
    expect(performance.now() - startedAt).toBeGreaterThan(950);
    expect(fake.requests).toHaveLength(2);
  });

  it('holds back when another program on the address has used the weight', async () => {
    const { rest, fake } = await open({ weightPerMinute: 100_000 });
    // The weight is counted by the minute: not across its end.
    const leftMs = 60_000 - (Date.now() % 60_000);
    if (leftMs < 1_000) await new Promise((resolve) => setTimeout(resolve, leftMs));
    fake.consumeWeight(5_900);
    await rest.serverTime(signal);
    await expect(rest.serverTime(AbortSignal.timeout(200))).rejects.toThrow('aborted');
    expect(fake.requests).toHaveLength(1);
  });

  it('gives the venue its own words for an unknown symbol', async () => {
    const { rest } = await open();
    const unknown = { ...pair, venueSymbol: 'NOPEUSDT' };
    await expect(rest.candlesBefore(unknown, '1m', 0, 1, signal)).rejects.toMatchObject({
      reason: 'Invalid symbol. (HTTP 400)',
      retryAfterMs: null,
    });
  });
});

describeWithShared('BinanceRest on recorded answers', (root) => {
  const folder = join(root, 'data/exchange/binance');

  async function replay(body: unknown): Promise<BinanceRest> {
    const server = createServer((_request, response) => response.end(JSON.stringify(body)));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    ends.push(() => new Promise((resolve) => server.close(resolve)));
    return new BinanceRest(`http://127.0.0.1:${(server.address() as AddressInfo).port}`, new VenueClock());
  }

  it('reads every kline of the recorded pages as printed', async () => {
    const recorded = JSON.parse(readFileSync(join(folder, 'rest_recorded.json'), 'utf8')) as {
      path: string;
      query: string;
      response: unknown[][];
    }[];
    const pages = recorded.filter(({ path, query }) => path.endsWith('/klines') && /interval=1h/.test(query));
    expect(pages.length).toBeGreaterThan(0);
    for (const { response } of pages) {
      const first = response[0]?.[0] as number;
      const end = (response.at(-1)?.[0] as number) + 1;
      const { candles } = await (await replay(response)).candlesBefore(pair, '1h', first, end, signal);
      expect(candles.map(({ openAt, open, high, low, close, volume }) => [openAt, open, high, low, close, volume])).toEqual(
        response.map((row) => [row[0], ...row.slice(1, 6).map(Number)]),
      );
    }
  });

  it('reads the 25 symbols of a real exchangeInfo', async () => {
    const info = JSON.parse(readFileSync(join(folder, 'rest_exchangeInfo_trimmed.json'), 'utf8')) as {
      symbols: { status: string; symbol: string }[];
    };
    const pairs = await (await replay(info)).listPairs(signal);
    expect(pairs.map(({ venueSymbol }) => venueSymbol)).toEqual(
      info.symbols.filter(({ status }) => status === 'TRADING').map(({ symbol }) => symbol),
    );
    expect(pairs).toContainEqual({ venue: 'binance', pair: 'ETH-BTC', base: 'ETH', quote: 'BTC', venueSymbol: 'ETHBTC' });
  });

  it('reads recorded raw trades with id, time and aggressor', async () => {
    const recorded = JSON.parse(readFileSync(join(folder, 'rest_recorded.json'), 'utf8')) as {
      path: string;
      query: string;
      response: unknown[];
    }[];
    const page = recorded.find(({ path, query }) => path.endsWith('/trades') && query.includes('limit=15'))?.response ?? [];
    const trades = await (await replay(page)).tradesBetween(pair, { afterId: 0, beforeId: 2 ** 52, fromAt: 0, toAt: Date.now() }, signal);
    expect(trades).toHaveLength(page.length);
    expect(trades.find(({ tradeId }) => tradeId === 445560530)).toMatchObject({ price: 13260.72, side: 'sell', tradedAt: 1603947130084 });
  });
});
