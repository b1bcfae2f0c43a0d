import {
  assetDetail,
  assetPrice,
  assetSummary,
  heatmap,
  listOf,
  marketOverview,
  problem,
  venueStatus as venueShape,
  type AssetPrice,
} from '@tideline/contracts';
import type { z } from 'zod';
import { startTestApp, type TestApp } from '../../../../test/test-app';
import { consolidatedPrice, insertCandles, insertMarkets, priceSource, pricesFrame, venueStatus } from '../../../../test/market-factory';
import { presentHour } from '../../../../test/present-hour';
import { bucketStart } from '../domain/candle';

const hourMs = 3_600_000;
const present = presentHour();

/** BTC has eight days of hours (the newest close 291, an hour ago 290), ETH none; both have market-wide figures. */
async function fill(database: TestApp['database']): Promise<void> {
  const ids = await insertMarkets(database);
  const start = present - 192 * hourMs;
  await insertCandles(database, ids.get('consolidated BTC-USD') ?? 0, 60, start, 192);
  await insertCandles(database, ids.get('consolidated BTC-USD') ?? 0, 5, bucketStart(Date.now(), 5) - 2 * hourMs, 24);
  await database.query(
    `INSERT INTO asset_snapshots (symbol, at, price, market_cap, volume_24h, rank, change_1h, change_24h, change_7d,
       circulating_supply, all_time_high, sparkline_7d)
     VALUES ('BTC', $1, 290, 5000, 70, 1, 9, 9, 9, 20, 400, '{1,2,3}'), ('ETH', $1, 40, 900, 30, 2, 0.5, -3, 4, 100, 60, '{4,5}')`,
    [Date.now()],
  );
  await database.query('INSERT INTO market_snapshots VALUES ($1, 8000, 150, 62.5)', [Date.now()]);
}

describe('market reads', () => {
  let server: TestApp;
  beforeAll(async () => {
    server = await startTestApp(fill);
    server.bridge.publish(
      'market.prices',
      pricesFrame([consolidatedPrice('BTC', 300), consolidatedPrice('ETH', 40, { volume24h: 2_000_000 })]),
    );
    server.bridge.publish('market.venues', {
      venues: [venueStatus('kraken'), venueStatus('binance', { status: 'down', reason: 'HTTP 451' })],
    });
  });
  afterAll(() => server.close());

  async function read<T>(path: string, shape: z.ZodType<T>): Promise<T> {
    const answer = await server.get(path);
    expect([path, answer.status]).toEqual([path, 200]);
    return shape.parse(await answer.json());
  }

  async function refusal(path: string): Promise<{ status: number; code: string; detail: string }> {
    const answer = await server.get(path);
    return problem.parse(await answer.json());
  }

  it('gives every followed asset a price, unknown ones null and stale', async () => {
    const { data } = await read('/api/v1/market/prices', listOf(assetPrice));
    expect(data.map(({ symbol, price, stale }) => [symbol, price, stale])).toEqual([
      ['BTC', 300, false],
      ['ETH', 40, false],
      ['DOGE', null, true],
    ]);
    expect(data[2]).toMatchObject({ change24h: null, volume24h: null, high24h: null, sources: [], asOf: null });
  });

  it('tells changes from its own candles where they reach, else from fresh market-wide figures', async () => {
    const btc = await read('/api/v1/market/prices/BTC', assetPrice);
    expect(btc.change1h).toBeCloseTo((300 / 111 - 1) * 100, 3);
    expect(btc.change24h).toBeCloseTo((300 / 267 - 1) * 100, 3);
    expect(btc.change7d).toBeCloseTo((300 / 123 - 1) * 100, 3);
    expect(btc.high24h).toBeGreaterThanOrEqual(300);
    expect(btc.low24h).toBe(99);
    const eth = await read('/api/v1/market/prices/ETH', assetPrice);
    expect([eth.change1h, eth.change24h, eth.change7d, eth.high24h]).toEqual([0.5, -3, 4, null]);
  });

  it.each(['btc', 'XBT', 'XXBT', ' BTC '])('reads the symbol %j as BTC', async (spelling) => {
    expect((await read(`/api/v1/market/prices/${encodeURIComponent(spelling)}`, assetPrice)).symbol).toBe('BTC');
  });

  it('gives the asked symbols in the asked order', async () => {
    const { data } = await read('/api/v1/market/prices?symbols=eth,XBT', listOf(assetPrice));
    expect(data.map(({ symbol }) => symbol)).toEqual(['ETH', 'BTC']);
  });

  it.each([
    ['/api/v1/market/prices/NOPE', 404, 'MARKET.UNKNOWN_SYMBOL'],
    ['/api/v1/market/prices?symbols=BTC,NOPE', 404, 'MARKET.UNKNOWN_SYMBOL'],
    ['/api/v1/assets/NOPE', 404, 'MARKET.UNKNOWN_SYMBOL'],
    ['/api/v1/assets/%3Cscript%3E', 400, 'REQUEST.INVALID'],
    ['/api/v1/assets?limit=0', 400, 'REQUEST.INVALID'],
    ['/api/v1/assets?limit=501', 400, 'REQUEST.INVALID'],
    ['/api/v1/assets?limit=ten', 400, 'REQUEST.INVALID'],
    ['/api/v1/assets?sort=colour', 400, 'REQUEST.INVALID'],
    ['/api/v1/assets?cursor=%21%21', 400, 'REQUEST.INVALID'],
    ['/api/v1/assets?unknown=1', 400, 'REQUEST.INVALID'],
    ['/api/v1/assets?limit=1&limit=2', 400, 'REQUEST.INVALID'],
    ['/api/v1/assets/BTC?unknown=1', 400, 'REQUEST.INVALID'],
    ['/api/v1/market/overview?unknown=1', 400, 'REQUEST.INVALID'],
    ['/api/v1/market/prices/BTC?unknown=1', 400, 'REQUEST.INVALID'],
    ['/api/v1/market/venues?unknown=1', 400, 'REQUEST.INVALID'],
    ['/api/v1/market/movers?window=2h', 400, 'REQUEST.INVALID'],
    ['/api/v1/market/heatmap?size=price', 400, 'REQUEST.INVALID'],
  ])('refuses %s with %i %s', async (path, status, code) => {
    expect(await refusal(path)).toMatchObject({ status, code });
  });

  it.each(['/api/v1/market/prices', '/api/v1/market/prices?symbols=BTC,ETH', '/api/v1/market/venues', '/api/v1/market/movers'])(
    'gives %s page by page, as every list',
    async (path) => {
      const whole = (await (await server.get(path)).json()) as { data: unknown[]; page: object };
      expect(whole.page).toEqual({ nextCursor: null, limit: 50 });
      const seen: unknown[] = [];
      for (let cursor: string | null = ''; cursor !== null && seen.length < 9;) {
        const query = `${path.includes('?') ? '&' : '?'}limit=1${cursor === '' ? '' : `&cursor=${cursor}`}`;
        const { data, page } = (await (await server.get(path + query)).json()) as typeof whole & { page: { nextCursor: string | null } };
        expect([data.length, page]).toEqual([1, { nextCursor: page.nextCursor, limit: 1 }]);
        seen.push(...data);
        cursor = page.nextCursor;
      }
      expect(seen).toEqual(whole.data);
    },
  );

  it('lists each invalid field by its path', async () => {
    const answer = await server.get('/api/v1/assets?limit=0&colour=red');
    expect(problem.parse(await answer.json()).errors).toEqual([
      { path: 'limit', message: 'must be at least 1' },
      { path: 'colour', message: 'is not known here' },
    ]);
  });

  it('lists assets with their market-wide figures, and the last seven days as a line', async () => {
    const { data } = await read('/api/v1/assets', listOf(assetSummary));
    expect(data.map(({ symbol, rank, marketCap }) => [symbol, rank, marketCap])).toEqual([
      ['BTC', 1, 5000],
      ['ETH', 2, 900],
      ['DOGE', null, null],
    ]);
    expect(data[0]?.sparkline7d.at(-1)).toBe(291);
    expect(data[0]?.sparkline7d.length).toBeGreaterThanOrEqual(167);
    expect(data[1]?.sparkline7d).toEqual([4, 5]);
    expect(data[0]?.dataMode).toBe('live');
  });

  it.each([
    ['search=coin', ['BTC', 'DOGE']],
    ['search=ETH', ['ETH']],
    ['search=none', []],
    ['sort=price', ['BTC', 'ETH', 'DOGE']],
    ['sort=price&order=asc', ['ETH', 'BTC', 'DOGE']],
    ['sort=volume24h', ['ETH', 'BTC', 'DOGE']],
    ['sort=marketCap&order=asc', ['ETH', 'BTC', 'DOGE']],
    ['sort=change24h', ['BTC', 'ETH', 'DOGE']],
  ])('lists assets by %s: %j', async (query, symbols) => {
    const { data } = await read(`/api/v1/assets?${query}`, listOf(assetSummary));
    expect(data.map(({ symbol }) => symbol)).toEqual(symbols);
  });

  it('pages by cursor until there is no more', async () => {
    const seen: string[] = [];
    let next: string | null = '';
    for (let page = 0; next !== null; page += 1) {
      const answer: { data: { symbol: string }[]; page: { nextCursor: string | null; limit: number } } = await read(
        `/api/v1/assets?limit=2${next === '' ? '' : `&cursor=${next}`}`,
        listOf(assetSummary),
      );
      seen.push(...answer.data.map(({ symbol }) => symbol));
      next = answer.page.nextCursor;
      expect([answer.page.limit, page < 3]).toEqual([2, true]);
    }
    expect(seen).toEqual(['BTC', 'ETH', 'DOGE']);
  });

  it('details one asset with its pairs', async () => {
    const btc = await read('/api/v1/assets/xbt', assetDetail);
    expect(btc).toMatchObject({ symbol: 'BTC', name: 'Bitcoin', allTimeHigh: 400, circulatingSupply: 20, low24h: 99 });
    expect(btc.pairs).toEqual([
      { venue: 'binance', pair: 'BTC-USDT' },
      { venue: 'coinbase', pair: 'BTC-USD' },
      { venue: 'kraken', pair: 'BTC-USD' },
    ]);
  });

  it('sums the market up', async () => {
    expect(await read('/api/v1/market/overview', marketOverview)).toMatchObject({
      marketCap: 8000,
      volume24h: 150,
      btcDominance: 62.5,
      advancers: 1,
      decliners: 1,
      dataMode: 'live',
    });
  });

  it('sorts gainers and losers, leaving out whose change is unknown', async () => {
    const symbols = async (query: string): Promise<string[]> =>
      (await read(`/api/v1/market/movers?${query}`, listOf(assetPrice))).data.map(({ symbol }) => symbol);
    expect(await symbols('direction=gainers')).toEqual(['BTC', 'ETH']);
    expect(await symbols('direction=losers&window=24h')).toEqual(['ETH', 'BTC']);
    expect(await symbols('direction=gainers&window=7d&limit=1')).toEqual(['BTC']);
  });

  it('draws the heatmap by cap or volume', async () => {
    const { cells } = await read('/api/v1/market/heatmap?size=volume24h&window=7d', heatmap);
    expect(cells.map(({ symbol, size }) => [symbol, size])).toEqual([
      ['BTC', 1_000_000],
      ['ETH', 2_000_000],
      ['DOGE', null],
    ]);
    expect((await read('/api/v1/market/heatmap', heatmap)).cells[0]).toMatchObject({ name: 'Bitcoin', size: 5000 });
  });

  it('names a venue that refuses, and why', async () => {
    const { data } = await read('/api/v1/market/venues', listOf(venueShape));
    expect(data.map(({ venue, status, reason }) => [venue, status, reason])).toEqual([
      ['kraken', 'live', null],
      ['binance', 'down', 'HTTP 451'],
    ]);
  });

  it('says where a price comes from and what was left out', async () => {
    const sources = [
      priceSource({ weight: 1 }),
      priceSource({ venue: 'binance', pair: 'BTC-USDT', price: null, weight: 0, excluded: 'no_rate' }),
    ];
    server.bridge.publish('market.prices', pricesFrame([consolidatedPrice('BTC', 300, { sources })]));
    expect((await read('/api/v1/market/prices/BTC', assetPrice)).sources).toEqual(sources);
  });
});

describe('ready answers', () => {
  let server: TestApp;
  beforeAll(async () => {
    server = await startTestApp(fill);
    server.bridge.publish('market.prices', pricesFrame([consolidatedPrice('BTC', 300)]));
  });
  afterAll(() => server.close());

  const hot = ['/api/v1/market/prices', '/api/v1/market/overview', '/api/v1/market/movers', '/api/v1/market/venues', '/api/v1/assets'];

  it.each(hot)('give the same content and headers for %s as the ordinary route', async (path) => {
    const [ready, ordinary] = await Promise.all([server.get(path), server.get(path, { origin: server.url })]);
    expect(await ready.text()).toBe(await ordinary.text());
    const names = (answer: Response): string[] =>
      [...answer.headers.keys()].filter((name) => !['date', 'vary', 'transfer-encoding', 'content-length'].includes(name)).sort();
    expect(names(ready)).toEqual(names(ordinary));
    expect(ready.headers.get('etag')).toBe(ordinary.headers.get('etag'));
  });

  it('answer 304 until something changes, plain and zipped alike, and count both', async () => {
    const path = '/api/v1/market/prices';
    const first = await server.get(path);
    const etag = first.headers.get('etag') ?? '';
    expect((await server.get(path, { 'if-none-match': etag })).status).toBe(304);
    const plain = await server.get(path, { 'accept-encoding': 'identity' });
    expect([plain.headers.get('content-encoding'), plain.headers.get('etag')]).toEqual([null, etag]);
    expect(await plain.json()).toEqual(await first.json());
    server.bridge.publish('market.prices', pricesFrame([consolidatedPrice('BTC', 301)]));
    const changed = await server.get(path, { 'if-none-match': etag });
    expect(changed.status).toBe(200);
    const { data } = (await changed.json()) as { data: AssetPrice[] };
    expect(data[0]?.price).toBe(301);
    const left = (answer: Response): number => Number(/r=(\d+)/.exec(answer.headers.get('ratelimit') ?? '')?.[1]);
    expect(left(first) - left(changed)).toBe(3);
  });

  it.each(['br', 'gzip'])('come as %s to who reads nothing else', async (encoding) => {
    const packed = await server.get('/api/v1/assets', { 'accept-encoding': encoding });
    expect(packed.headers.get('content-encoding')).toBe(encoding);
    expect(await packed.json()).toEqual(await (await server.get('/api/v1/assets', { 'accept-encoding': 'identity' })).json());
  });

  it('count together with the ordinary routes, and are refused with the same problem', async () => {
    const limited = await startTestApp(fill, { RATE_LIMIT_ANONYMOUS: '2/hour' });
    const statuses: number[] = [];
    for (const path of ['/api/v1/market/prices', '/api/v1/market/prices/BTC', '/api/v1/market/prices']) {
      const answer = await limited.get(path);
      statuses.push(answer.status);
      if (answer.status !== 429) continue;
      expect(Number(answer.headers.get('retry-after'))).toBeGreaterThan(3500);
      expect(problem.parse(await answer.json())).toMatchObject({ code: 'HTTP.RATE_LIMITED', traceId: answer.headers.get('x-request-id') });
    }
    expect(statuses).toEqual([200, 200, 429]);
    await limited.close();
  });

  it('answer HEAD without a body', async () => {
    const answer = await fetch(`${server.url}/api/v1/market/prices`, { method: 'HEAD' });
    expect([answer.status, await answer.text()]).toEqual([200, '']);
  });
});
