import { join } from 'node:path';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { FakeKraken } from '../../../../../test/fake-venues/fake-kraken';
import { describeWithShared } from '../../../../../test/shared-data';
import type { VenuePair } from '../../domain/market';
import type { Trade } from '../../domain/trade';
import { VenueClock } from '../venue-clock';
import { KrakenRest } from './kraken-rest';

const signal = new AbortController().signal;
const fast = { capacity: 1000, perSecond: 1000 };
const btc: VenuePair = { venue: 'kraken', pair: 'BTC-USD', base: 'BTC', quote: 'USD', venueSymbol: 'BTC/USD' };
const start = Date.UTC(2026, 0, 5);

describe('KrakenRest', () => {
  let kraken: FakeKraken;
  let rest: KrakenRest;
  beforeEach(async () => {
    kraken = await new FakeKraken({
      pairs: ['BTC-USD', 'DOGE-USD', 'ADA-EUR', 'SOL-USD'],
      notOnline: ['SOL-USD'],
      restPerSecond: 1000,
    }).start();
    rest = new KrakenRest(kraken.restUrl, new VenueClock(), fast);
  });
  afterEach(() => kraken.stop());

  const make = (count: number, stepMs: number) =>
    kraken.tradeAll(
      Array.from({ length: count }, (_, index) => ({
        pair: 'BTC-USD',
        price: 60_000.1 + index,
        quantity: 0.00000001 * (index + 1),
        side: 'buy' as const,
        at: start + index * stepMs,
      })),
    );

  it('lists BTC-USD for XBT/USD and DOGE-USD for XDG/USD, but not SOL-USD, which is cancel_only', async () => {
    expect(await rest.listPairs(signal)).toEqual([
      btc,
      { venue: 'kraken', pair: 'DOGE-USD', base: 'DOGE', quote: 'USD', venueSymbol: 'DOGE/USD' },
      { venue: 'kraken', pair: 'ADA-EUR', base: 'ADA', quote: 'EUR', venueSymbol: 'ADA/EUR' },
    ]);
  });

  it('gives the 9 trades between ids 10 and 20, at the ms of the stream', async () => {
    make(30, 7);
    const trades = await rest.tradesBetween(btc, { afterId: 10, beforeId: 20, fromAt: start + 9 * 7, toAt: start + 19 * 7 }, signal);
    expect(trades.map(({ tradeId }) => tradeId)).toEqual([11, 12, 13, 14, 15, 16, 17, 18, 19]);
    expect(trades[0]).toEqual({
      venue: 'kraken',
      pair: 'BTC-USD',
      tradeId: 11,
      price: 60_010.1,
      quantity: 0.00000011,
      side: 'buy',
      tradedAt: start + 70,
    });
  });

  it('gives a hole of 2,500 trades page by page, none missing where a page ends amid trades of one moment', async () => {
    // 30 trades of each moment, a page of 1000 ends within one.
    kraken.tradeAll(
      Array.from({ length: 2_520 }, (_, index) => ({
        pair: 'BTC-USD',
        price: 1,
        quantity: 1,
        side: 'sell' as const,
        at: start + Math.floor(index / 30) * 1_000,
      })),
    );
    const found: Trade[] = [];
    for (let page: Trade[] = [], from = { id: 10, at: start }; ; from = { id: page.at(-1)?.tradeId ?? 0, at: page.at(-1)?.tradedAt ?? 0 }) {
      page = await rest.tradesBetween(btc, { afterId: from.id, beforeId: 2_511, fromAt: from.at, toAt: start + 84_000 }, signal);
      if (page.length === 0) break;
      found.push(...page);
    }
    expect(found.map(({ tradeId }) => tradeId)).toEqual(Array.from({ length: 2_500 }, (_, index) => index + 11));
  });

  it('pages on by itself when the hole begins 1,500 trades after its time', async () => {
    make(1_600, 1);
    const trades = await rest.tradesBetween(btc, { afterId: 1_550, beforeId: 1_560, fromAt: start, toAt: start + 1_600 }, signal);
    expect(trades.map(({ tradeId }) => tradeId)).toEqual([1551, 1552, 1553, 1554, 1555, 1556, 1557, 1558, 1559]);
  });

  it('gives nothing for a hole in which Kraken has no trade', async () => {
    make(5, 1_000);
    expect(await rest.tradesBetween(btc, { afterId: 5, beforeId: 9, fromAt: start + 4_000, toAt: start + 9_000 }, signal)).toEqual([]);
  });

  it('refuses for good where the rows end before the trade id, so that candles can fill the hole', async () => {
    const body = '{"error":[],"result":{"XXBTZUSD":[["1023.8","0.004",1385579841.7774,"s","l",""]],"last":"1"}}';
    kraken.faults.rest = { status: 200, body };
    await expect(rest.tradesBetween(btc, { afterId: 1, beforeId: 9, fromAt: 1, toAt: 2 }, signal)).rejects.toMatchObject({
      retryAfterMs: null,
      reason: 'its history does not name its trades',
    });
  });

  it('gives closed candles ascending and says that there is nothing before the newest 720', async () => {
    const hour = 3_600_000;
    const now = Date.now();
    const first = Math.floor(now / hour) * hour - 800 * hour;
    kraken.tradeAll(
      Array.from({ length: 801 }, (_, index) => ({
        pair: 'BTC-USD',
        price: 100 + index,
        quantity: 2,
        side: 'buy' as const,
        at: first + index * hour,
      })),
    );
    const page = await rest.candlesBefore(btc, '1h', first, now, signal);
    expect(page.candles).toHaveLength(719);
    expect(page).toMatchObject({ reachedAt: first + 81 * hour, exhausted: true });
    expect(page.candles.at(-1)).toEqual({ openAt: first + 799 * hour, open: 899, high: 899, low: 899, close: 899, volume: 2 });
    const older = await rest.candlesBefore(btc, '1h', first, first + 10 * hour, signal);
    expect(older).toEqual({ candles: [], reachedAt: first + 10 * hour, exhausted: true });
    const inside = await rest.candlesBefore(btc, '1h', first + 100 * hour, first + 103 * hour, signal);
    expect(inside.candles.map(({ open }) => open)).toEqual([200, 201, 202]);
    expect(inside.reachedAt).toBe(first + 100 * hour);
  });

  it('gives Kraken’s time to the second', async () => {
    const { venueTime } = await rest.serverTime(signal);
    expect(Math.abs(venueTime - Date.now())).toBeLessThanOrEqual(600);
  });

  it('names a pair that Kraken does not know', async () => {
    const other = { ...btc, base: 'ABC', pair: 'ABC-USD' };
    await expect(rest.candlesBefore(other, '1m', 0, 1, signal)).rejects.toMatchObject({
      reason: 'EQuery:Unknown asset pair',
      retryAfterMs: null,
    });
  });

  it('waits when Kraken says in HTTP 200 that the rate limit is exceeded', async () => {
    kraken.faults.rest = { status: 200, body: '{"error":["EAPI:Rate limit exceeded"]}', times: 1 };
    const startedAt = performance.now();
    await rest.listPairs(signal);
    expect(performance.now() - startedAt).toBeGreaterThanOrEqual(4_900);
  }, 10_000);

  it('stays within one call a second by itself', async () => {
    const strict = await new FakeKraken({ pairs: ['BTC-USD'], restPerSecond: 1 }).start();
    const polite = new KrakenRest(strict.restUrl, new VenueClock());
    for (let call = 0; call < 4; call++) await polite.serverTime(signal);
    expect(strict.requests).toHaveLength(4);
    await strict.stop();
  }, 10_000);

  it.each([
    ['nothing', '{"error":[]}'],
    ['a list for the result', '{"error":[],"result":[]}'],
    ['no rows', '{"error":[],"result":{"XXBTZUSD":{}}}'],
    ['rows that are no trades', '{"error":[],"result":{"XXBTZUSD":[["-1","0.004",1385579841.7774,"s","l","",7]],"last":"1"}}'],
  ])('refuses an answer that holds %s', async (_name, body) => {
    kraken.faults.rest = { status: 200, body };
    await expect(rest.tradesBetween(btc, { afterId: 1, beforeId: 9, fromAt: 1, toAt: 2 }, signal)).rejects.toMatchObject({
      retryAfterMs: 60_000,
    });
  });
});

describeWithShared('KrakenRest on recorded answers', (root) => {
  const folder = join(root, 'data/exchange/kraken');

  it('reads 75 pairs, 720 candles of 2017 and none of the 17 errors as an answer', async () => {
    let body = '';
    const server = createServer((_request, response) => response.end(body));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const rest = () => new KrakenRest(`http://127.0.0.1:${(server.address() as AddressInfo).port}`, new VenueClock(), fast);
    body = readFileSync(join(folder, 'rest_assetpairs.json'), 'utf8');
    const pairs = await rest().listPairs(signal);
    expect(pairs).toHaveLength(75);
    expect(pairs).toContainEqual(btc);
    expect(pairs.filter(({ pair }) => pair.startsWith('DOGE'))).toMatchObject([{ pair: 'DOGE-BTC', venueSymbol: 'DOGE/BTC' }]);
    body = readFileSync(join(folder, 'rest_ohlc_XXBTZUSD_1m_2017.json'), 'utf8');
    const { candles } = await rest().candlesBefore(btc, '1m', 0, Date.now(), signal);
    expect(candles[0]).toEqual({
      openAt: 1_502_402_520_000,
      open: 3449.992,
      high: 3449.999,
      low: 3449.992,
      close: 3449.999,
      volume: 1.012,
    });
    for (const error of readFileSync(join(folder, 'rest_errors.jsonl'), 'utf8').trim().split('\n')) {
      body = error;
      const soon = AbortSignal.timeout(50);
      await expect(rest().listPairs(soon)).rejects.toThrow();
    }
    server.closeAllConnections();
    server.close();
  });
});
