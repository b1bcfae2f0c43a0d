import { candleSeries, coverage, listOf, priceHistory, problem, publicTrade, tickerRow, type CandleSeries } from '@tideline/contracts';
import type { z } from 'zod';
import { startTestApp, type TestApp } from '../../../../test/test-app';
import { insertCandles, insertMarkets, insertTrades, pricesFrame } from '../../../../test/market-factory';
import { presentHour } from '../../../../test/present-hour';
import { bucketStart } from '../domain/candle';

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
const dayMs = 24 * hourMs;
/** The present hour's start; what is stored ends before it. */
const present = presentHour();
const firstHour = present - 1200 * hourMs;
const tradesFrom = present - hourMs;

async function fill(database: TestApp['database']): Promise<void> {
  const ids = await insertMarkets(database);
  const id = (market: string): number => ids.get(market) ?? 0;
  await insertCandles(database, id('consolidated BTC-USD'), 60, firstHour, 1200);
  await insertCandles(database, id('consolidated BTC-USD'), 1, present - 100 * minuteMs, 100);
  await insertCandles(database, id('binance BTC-USDT'), 60, present - 10 * hourMs, 10);
  await insertTrades(database, id('kraken BTC-USD'), tradesFrom, 7);
  await insertTrades(database, id('coinbase BTC-USD'), tradesFrom, 5);
  await database.query(
    `INSERT INTO ticker_history (market_id, at, bid, ask, last, volume_24h)
     SELECT market, $3::bigint + n * 60000, 99, 101, 100 + n, NULL FROM unnest(ARRAY[$1, $2]::smallint[]) AS market, generate_series(0, 4) AS n`,
    [id('kraken BTC-USD'), id('coinbase BTC-USD'), tradesFrom],
  );
  await database.query(
    `INSERT INTO coverage (market_id, kind, spans) VALUES
       ($1, 'watched', int8multirange(int8range($4::bigint, $4::bigint + 600000))),
       ($2, 'backfilled', int8multirange(int8range($4::bigint + 300000, $4::bigint + 900000))),
       ($3, 'candles_only', int8multirange(int8range($4::bigint + 600000, $4::bigint + 1200000)))`,
    [id('kraken BTC-USD'), id('coinbase BTC-USD'), id('binance BTC-USDT'), tradesFrom],
  );
  await database.query(
    `INSERT INTO backfill_progress (market_id, minutes, from_at, to_at, reached_at, done) VALUES
       ($1, 60, 0, 36000000, 18000000, false), ($1, 1, 0, 6000000, 0, true)`,
    [id('consolidated BTC-USD')],
  );
}

describe('history', () => {
  let server: TestApp;
  beforeAll(async () => void (server = await startTestApp(fill)));
  afterAll(() => server.close());

  async function read<T>(path: string, shape: z.ZodType<T>): Promise<T> {
    const answer = await server.get(path);
    expect([path, answer.status]).toEqual([path, 200]);
    return shape.parse(await answer.json());
  }
  const candles = (query: string): Promise<CandleSeries> => read(`/api/v1/market/candles/BTC?${query}`, candleSeries);

  it('gives the newest 1000 candles ascending, without a wish for more', async () => {
    const { candles: rows, symbol, interval } = await candles('interval=1h');
    expect([symbol, interval, rows.length, rows[0]?.[0], rows.at(-1)]).toEqual([
      'BTC',
      '1h',
      1000,
      present - 1000 * hourMs,
      [present - hourMs, 1299, 1300, 1298, 1299, 2],
    ]);
  });

  it('gives as many as asked, and those before a moment', async () => {
    expect((await candles('interval=1h&limit=3')).candles.map(([at]) => at)).toEqual([3, 2, 1].map((n) => present - n * hourMs));
    const to = new Date(present - 10 * hourMs).toISOString();
    expect((await candles(`interval=1h&limit=2&to=${to}`)).candles.map(([at]) => at)).toEqual([12, 11].map((n) => present - n * hourMs));
  });

  it.each([
    ['epoch milliseconds', String],
    ['RFC 3339', (at: number) => new Date(at).toISOString()],
    ['RFC 3339 with an unescaped offset', (at: number) => new Date(at + 2 * hourMs).toISOString().replace('Z', '+02:00')],
  ])('reads from ≤ t < to in %s', async (_title, spelled) => {
    const { candles: rows } = await candles(`interval=1h&from=${spelled(present - 5 * hourMs)}&to=${spelled(present - 3 * hourMs)}`);
    expect(rows.map(([at]) => at)).toEqual([present - 5 * hourMs, present - 4 * hourMs]);
  });

  it("gives a venue's own series in its own currency", async () => {
    const { candles: rows } = await candles('interval=1h&venue=binance');
    expect([rows.length, rows[0]?.[4]]).toEqual([10, 100]);
  });

  it.each([
    ['candles/BTC?from=2026-01-02T00:00:00Z&to=2026-01-01T00:00:00Z', 'MARKET.BAD_RANGE'],
    ['candles/BTC?from=5&to=5', 'MARKET.BAD_RANGE'],
    ['candles/BTC?interval=1m&from=0&to=300060000', 'MARKET.BAD_RANGE'],
    ['candles/BTC?interval=1h&from=0&to=36000000&limit=9', 'MARKET.BAD_RANGE'],
    ['candles/BTC?interval=2m', 'REQUEST.INVALID'],
    ['candles/BTC?limit=5001', 'REQUEST.INVALID'],
    ['candles/BTC?from=yesterday', 'REQUEST.INVALID'],
    ['candles/BTC?period=1h&from=0', 'MARKET.BAD_RANGE'],
    ['prices/BTC/history?period=24h&from=0', 'MARKET.BAD_RANGE'],
    ['prices/BTC/history?period=2d', 'REQUEST.INVALID'],
    ['prices/BTC/history?period=90d&interval=1m', 'MARKET.BAD_RANGE'],
    ['trades/BTC-USD?from=9&to=3', 'MARKET.BAD_RANGE'],
    ['trades/BTC-USD?cursor=MQ', 'REQUEST.INVALID'],
    ['trades/BTC-USD?period=1h', 'REQUEST.INVALID'],
    ['trades/nonsense', 'REQUEST.INVALID'],
    ['tickers/BTC-USD?period=1h&to=3', 'MARKET.BAD_RANGE'],
    ['coverage/BTC?from=1&to=99999999999', 'MARKET.BAD_RANGE'],
  ])('answers %s with 400 %s', async (path, code) => {
    const answer = await server.get(`/api/v1/market/${path}`);
    expect([answer.status, problem.parse(await answer.json()).code]).toEqual([400, code]);
  });

  it.each(['1e2', '0x10', '5.0', '+5', ' 5', '-5', '٥', ''])('refuses limit=%j and says what to send', async (limit) => {
    for (const path of ['candles/BTC', 'prices/BTC/history', 'trades/BTC-USD', 'tickers/BTC-USD']) {
      const answer = await server.get(`/api/v1/market/${path}?limit=${encodeURIComponent(limit)}`);
      const message = 'must be a whole number in plain digits, for example 50';
      expect([answer.status, problem.parse(await answer.json()).errors]).toEqual([400, [{ path: 'limit', message }]]);
    }
  });

  it.each([
    ['candles/BTC?venue=nowhere', 'BTC is not followed at nowhere; it is at binance, coinbase, kraken.'],
    ['coverage/BTC?venue=nowhere', 'BTC is not followed at nowhere; it is at binance, coinbase, kraken.'],
    ['trades/BTC-USD?venue=binance', 'BTC-USD is not followed at binance; it is at coinbase, kraken.'],
    ['trades/NOPE-USD', "NOPE-USD is not followed at any venue; GET /api/v1/assets/{symbol} lists an asset's pairs."],
  ])('says where else when it answers %s with 404', async (path, detail) => {
    expect(problem.parse(await (await server.get(`/api/v1/market/${path}`)).json())).toMatchObject({ status: 404, detail });
  });

  it('says what to ask when a range holds too much', async () => {
    const answer = await server.get('/api/v1/market/candles/BTC?interval=1m&from=0&to=300060000');
    expect(problem.parse(await answer.json()).detail).toBe(
      'this range holds 5001 candles of 1m, at most 5000 are given: ask for a shorter range or a coarser interval',
    );
  });

  it.each([
    ['candles/NOPE', 'MARKET.UNKNOWN_SYMBOL'],
    ['candles/BTC?venue=nowhere', 'MARKET.UNKNOWN_PAIR'],
    ['prices/NOPE/history', 'MARKET.UNKNOWN_SYMBOL'],
    ['trades/NOPE-USD', 'MARKET.UNKNOWN_PAIR'],
    ['trades/BTC-USD?venue=binance', 'MARKET.UNKNOWN_PAIR'],
    ['tickers/ETH-USDT', 'MARKET.UNKNOWN_PAIR'],
    ['coverage/NOPE', 'MARKET.UNKNOWN_SYMBOL'],
  ])('answers %s with 404 %s', async (path, code) => {
    const answer = await server.get(`/api/v1/market/${path}`);
    expect([answer.status, problem.parse(await answer.json()).code]).toEqual([404, code]);
  });

  it('lets a closed range be kept, the forming one not', async () => {
    const cacheOf = async (query: string): Promise<string | null> =>
      (await server.get(`/api/v1/market/candles/BTC?${query}`)).headers.get('cache-control');
    expect(await cacheOf(`interval=1h&from=${present - 5 * hourMs}&to=${present}`)).toBe('public, max-age=60');
    expect(await cacheOf(`interval=1h&from=${firstHour}&to=${firstHour + dayMs}`)).toBe('public, max-age=300');
    expect(await cacheOf('interval=1h')).toBe('no-cache');
    expect(await cacheOf(`interval=1h&from=${present - 5 * hourMs}&to=${Date.now() + hourMs}`)).toBe('no-cache');
  });

  it.each([
    ['period=1h', '1m'],
    ['period=24h', '5m'],
    ['period=7d', '15m'],
    ['period=30d', '1h'],
    ['period=90d', '4h'],
    ['', '5m'],
    [`from=${present - 31 * dayMs}`, '1h'],
  ])('chooses the interval of %j from the span: %s', async (query, interval) => {
    expect((await read(`/api/v1/market/prices/BTC/history?${query}`, priceHistory)).interval).toBe(interval);
  });

  it('gives the newest 3 hours for a limit alone, and candles of a period', async () => {
    const hours = await read('/api/v1/market/prices/BTC/history?limit=3', priceHistory);
    expect([hours.interval, hours.points.at(-1)?.[0]]).toEqual(['1h', present - hourMs]);
    expect(hours.points).toHaveLength(3);
    const { candles } = await read('/api/v1/market/candles/BTC?interval=1h&period=24h', candleSeries);
    expect([candles.length, candles.at(-1)?.[0]]).toEqual([23, present - hourMs]);
  });

  it('gives closes and volumes as points', async () => {
    const { points } = await read('/api/v1/market/prices/XBT/history?period=30d', priceHistory);
    expect(points.at(-1)).toEqual([present - hourMs, 1299, 2]);
    expect(points[0]?.[0]).toBeGreaterThanOrEqual(Date.now() - 30 * dayMs - 1000);
  });

  it('pages trades of a pair over all venues, newest first, each once', async () => {
    const seen: string[] = [];
    let cursor = '';
    for (let page = 0; page < 10; page += 1) {
      const { data, page: at } = await read(`/api/v1/market/trades/BTC-USD?limit=5${cursor}`, listOf(publicTrade));
      seen.push(...data.map(({ venue, tradeId }) => `${venue} ${tradeId}`));
      if (at.nextCursor === null) break;
      cursor = `&cursor=${at.nextCursor}`;
    }
    expect(seen).toHaveLength(12);
    expect(new Set(seen).size).toBe(12);
    expect(seen.slice(0, 2)).toEqual(['kraken 7', 'kraken 6']);
    expect(seen.slice(-2).sort()).toEqual(['coinbase 1', 'kraken 1']);
  });

  it.each(['BTC-USD', 'btc-usd', 'XBT/USD', 'XXBTZUSD', 'BTC_USD'])('reads the pair %s as BTC-USD', async (spelling) => {
    const { data } = await read(`/api/v1/market/trades/${encodeURIComponent(spelling)}?limit=1`, listOf(publicTrade));
    expect(data[0]).toEqual({
      venue: 'kraken',
      pair: 'BTC-USD',
      tradeId: '7',
      price: 107,
      quantity: 0.5,
      side: 'sell',
      tradedAt: new Date(tradesFrom + 7000).toISOString(),
    });
  });

  it('gives the trades of one venue and of a range', async () => {
    const path = `/api/v1/market/trades/BTC-USD?venue=coinbase&from=${tradesFrom + 2000}&to=${tradesFrom + 4000}`;
    const { data } = await read(path, listOf(publicTrade));
    expect(data.map(({ tradeId, side }) => [tradeId, side])).toEqual([
      ['3', 'sell'],
      ['2', 'buy'],
    ]);
  });

  it('pages tickers, newest first', async () => {
    const { data, page } = await read('/api/v1/market/tickers/BTC-USD?period=24h&limit=6', listOf(tickerRow));
    expect(data).toHaveLength(6);
    expect(data[0]).toMatchObject({ pair: 'BTC-USD', bid: 99, ask: 101, last: 104, volume24h: null });
    const rest = await read(`/api/v1/market/tickers/BTC-USD?limit=6&cursor=${page.nextCursor ?? ''}`, listOf(tickerRow));
    expect([rest.data.length, rest.page.nextCursor]).toEqual([4, null]);
  });

  it('tells the time that at least one venue watched or filled in, what is candles only, and what is missing', async () => {
    const path = `/api/v1/market/coverage/BTC?from=${tradesFrom}&to=${tradesFrom + 1_500_000}`;
    expect(await read(path, coverage)).toEqual({
      symbol: 'BTC',
      observedMs: 900_000,
      missing: [
        [tradesFrom + 900_000, tradesFrom + 1_200_000, 'candles_only'],
        [tradesFrom + 1_200_000, tradesFrom + 1_500_000, 'unrepaired'],
      ],
      backfill: { done: 105, total: 110 },
    });
    expect((await read(`${path}&interval=4h`, coverage)).backfill).toEqual({ done: 5, total: 10 });
    expect((await read(`${path}&venue=kraken`, coverage)).observedMs).toBe(600_000);
  });

  it('puts the forming candle on top of the stored ones while ingestion speaks, and says that it is open', async () => {
    const forming = [bucketStart(Date.now(), 60), 1, 2, 0.5, 1.5, 9] as [number, number, number, number, number, number];
    const updates = [{ interval: '1h' as const, candle: forming, closed: false }];
    server.bridge.publish('market.candles', { venue: null, pair: 'BTC-USD', symbol: 'BTC', updates });
    expect((await candles('interval=1h&limit=1')).candles[0]?.[0]).toBe(forming[0] - hourMs);
    server.bridge.publish('market.prices', pricesFrame([]));
    const { candles: rows, lastIsOpen } = await candles('interval=1h&limit=2');
    expect([rows.length, rows.at(-1), lastIsOpen]).toEqual([2, forming, true]);
    expect((await candles(`interval=1h&to=${forming[0]}&limit=1`)).candles[0]?.[0]).toBe(forming[0] - hourMs);
    expect((await candles('interval=1h&venue=binance&limit=1')).lastIsOpen).toBe(false);
  });
});
