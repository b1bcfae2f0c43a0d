import { udfConfig, udfSearchResult, udfSymbol } from '@tideline/contracts';
import { insertCandles, insertMarkets, consolidatedPrice, pricesFrame } from '../../../../test/market-factory';
import { startTestApp, type TestApp } from '../../../../test/test-app';
import { UdfClient } from '../../../../test/udf-client';
import { presentHour } from '../../../../test/present-hour';

const hour = 3_600;
const day = 86_400;
const present = presentHour() / 1000;
const today = Math.floor(present / day) * day;
const origin = 'https://chart.example';

let server: TestApp;
let udf: UdfClient;

beforeAll(async () => {
  server = await startTestApp(
    async (database) => {
      const ids = await insertMarkets(database);
      const btc = ids.get('consolidated BTC-USD') ?? 0;
      await insertCandles(database, btc, 60, (present - 90 * 24 * hour) * 1000, 90 * 24);
      await insertCandles(database, btc, 1440, (today - 90 * day) * 1000, 91);
      await insertCandles(database, btc, 1, (present - 2 * hour) * 1000, 120);
      const eth = ids.get('consolidated ETH-USD') ?? 0;
      await insertCandles(database, eth, 60, (present - 500 * hour) * 1000, 100);
      await insertCandles(database, eth, 60, (present - 50 * hour) * 1000, 50);
    },
    { CORS_ORIGINS: origin },
  );
  udf = new UdfClient(`${server.url}/udf`);
  server.bridge.publish('market.prices', pricesFrame([consolidatedPrice('BTC', 64_120.35), consolidatedPrice('ETH', 0.1234)]));
});
afterAll(() => server.close());

it('describes itself, and the time', async () => {
  const { resolutions, exchanges } = await udf.config();
  expect([resolutions, exchanges]).toEqual([
    ['1', '5', '15', '30', '60', '240', '1D', '1W'],
    ['', 'Tideline'],
  ]);
  udfConfig.parse(await (await server.get('/udf/config')).json());
  expect(Math.abs((await udf.time()) - Date.now() / 1000)).toBeLessThan(5);
});

it.each(['BTCUSD', 'Tideline:BTCUSD', 'tideline:btc', 'BTC', 'XBT/USD', 'BTC-USD'])('resolves %s', async (text) => {
  const symbol = udfSymbol.parse(await udf.resolve(text));
  expect(symbol).toMatchObject({ name: 'BTCUSD', ticker: 'BTCUSD', description: 'Bitcoin / US dollar', type: 'crypto', pricescale: 100 });
  expect(symbol).toMatchObject({ session: '24x7', timezone: 'Etc/UTC', exchange: 'Tideline', minmov: 1 });
});

it('shows a cheap coin with more digits: a price of 0.1234 has a scale of 10⁶', async () => {
  expect(await udf.resolve('ETHUSD')).toMatchObject({ pricescale: 1_000_000 });
});

it.each(['NOPE', 'BTCEUR', 'NYSE:BTCUSD', ':', 'BTCUSDT'])('does not know %s', async (text) => {
  expect(await udf.resolve(text)).toBe('unknown_symbol');
  expect(await udf.history({ symbol: text, resolution: '60', from: 0, to: present })).toEqual({ error: 'unknown_symbol' });
});

it('searches by symbol and name, within our exchange and type', async () => {
  const symbols = async (...asked: Parameters<UdfClient['search']>) => (await udf.search(...asked)).map(({ symbol }) => symbol);
  expect(await symbols('')).toEqual(['BTCUSD', 'ETHUSD', 'DOGEUSD']);
  expect(await symbols('ETHUSD')).toEqual(['ETHUSD']);
  expect(await symbols('coin')).toEqual(['BTCUSD', 'DOGEUSD']);
  expect(await symbols('TIDELINE:DOGE')).toEqual(['DOGEUSD']);
  expect(await symbols('BTC', { exchange: 'Tideline', type: 'crypto' })).toEqual(['BTCUSD']);
  expect(await symbols('BTC', { exchange: 'NYSE' })).toEqual([]);
  expect(await symbols('BTC', { type: 'stock' })).toEqual([]);
  udfSearchResult.parse((await udf.search('BTC'))[0]);
});

it.each([
  ['60', 90 * 24, 329],
  ['1D', 90, 50],
])('walks a chart of resolution %s back over 90 days: %d bars, each once, equal to the candles', async (resolution, count, countback) => {
  const to = resolution === '60' ? present : today;
  const bars = await udf.walkBack('BTCUSD', resolution, { from: to - 90 * day, to, countback });
  expect(bars).toHaveLength(count);
  const step = resolution === '60' ? hour : day;
  expect(bars.map(({ time, close }) => [time, close])).toEqual(bars.map((_, n) => [to - 90 * day + n * step, 100 + n]));
});

it('goes over a hole of 350 hours while it walks, and stops where history begins', async () => {
  const bars = await udf.walkBack('ETHUSD', '60', { from: present - 90 * day, to: present, countback: 20 });
  expect(bars).toHaveLength(150);
  expect(bars[0]?.time).toBe(present - 500 * hour);
});

it('gives by countback what is before `to`, whatever `from` says, and without it what is in the range', async () => {
  const asked = { symbol: 'ETHUSD', resolution: '60' };
  const across = await udf.history({ ...asked, from: present - 60 * hour, to: present - 45 * hour, countback: 10 });
  expect('bars' in across && across.bars.map(({ time }) => (present - time) / hour)).toEqual([405, 404, 403, 402, 401, 50, 49, 48, 47, 46]);
  const within = await udf.history({ ...asked, from: present - 60 * hour, to: present - 45 * hour });
  expect('bars' in within && within.bars.map(({ time }) => (present - time) / hour)).toEqual([50, 49, 48, 47, 46]);
});

it('names the next older bar where a range is empty, and none where there is nothing before', async () => {
  const asked = { symbol: 'ETHUSD', resolution: '60' };
  expect(await udf.history({ ...asked, from: present - 300 * hour, to: present - 200 * hour })).toEqual({ nextTime: present - 401 * hour });
  expect(await udf.history({ ...asked, from: present - 900 * hour, to: present - 800 * hour })).toEqual({ nextTime: null });
  expect(await udf.history({ ...asked, from: -5_000, to: 0, countback: 300 })).toEqual({ nextTime: null });
  expect(await udf.history({ symbol: 'DOGEUSD', resolution: '1', from: 0, to: present })).toEqual({ nextTime: null });
});

it('ends with the forming bar, and takes a range since 1970', async () => {
  const now = Math.floor(Date.now() / 60_000) * 60_000;
  const updates = [
    { interval: '1m' as const, candle: [now, 5, 9, 4, 7, 3] as [number, number, number, number, number, number], closed: false },
  ];
  server.bridge.publish('market.candles', { venue: null, pair: 'BTC-USD', symbol: 'BTC', updates });
  const recent = await udf.history({ symbol: 'BTC', resolution: '1', from: 0, to: now / 1000 + 600, countback: 3 });
  expect('bars' in recent && recent.bars.at(-1)).toEqual({ time: now / 1000, open: 5, high: 9, low: 4, close: 7, volume: 3 });
  const long = await udf.history({ symbol: 'BTC', resolution: '60', from: 0, to: present });
  expect('bars' in long && long.bars.length).toBe(2160);
});

it.each([
  ['symbol=BTCUSD&resolution=7&from=1&to=2', /resolution: must be one of 1, 5, 15/],
  ['symbol=BTCUSD&from=1&to=2', /resolution: must be one of/],
  ['symbol=BTCUSD&resolution=60&from=x&to=2', /from: must be Unix time in seconds/],
  ['symbol=BTCUSD&resolution=60&from=1e9&to=2e9', /from: must be Unix time in seconds/],
  ['symbol=BTCUSD&resolution=60&from=&to=2', /from: must be Unix time in seconds/],
  ['symbol=BTCUSD&resolution=60&from=1&to=2&countback=1e2', /countback: must be a whole number in plain digits/],
  ['symbol=BTCUSD&resolution=60&from=2&to=1', /from must be before to/],
  ['symbol=BTCUSD&resolution=60&to=1', /from: must be Unix time in seconds/],
  ['symbol=BTCUSD&resolution=60&from=1&to=2&countback=0', /countback: must be at least 1/],
  ['resolution=60&from=1&to=2', /symbol: must be a symbol/],
])('answers /udf/history?%s with 400 and an error of UDF', async (query, why) => {
  const answer = await server.get(`/udf/history?${query}`);
  expect([answer.status, await answer.json()]).toEqual([400, { s: 'error', errmsg: expect.stringMatching(why) as string }]);
});

it('lets the parameters of the library through that UDF does not name, and takes D for 1D', async () => {
  const query = `symbol=BTCUSD&resolution=D&from=0&to=${present}&countback=2&firstDataRequest=true&currencyCode=USD`;
  expect(await (await server.get(`/udf/history?${query}`)).json()).toMatchObject({ s: 'ok', t: [today - day, today] });
});

it('takes countback without from: 2 bars before to', async () => {
  const answer = await server.get(`/udf/history?symbol=BTCUSD&resolution=60&to=${present}&countback=2`);
  expect(await answer.json()).toMatchObject({ s: 'ok', t: [present - 2 * hour, present - hour] });
});

it('may be read by the pages of CORS_ORIGINS, counts like the API, and is no page of the app elsewhere', async () => {
  const answer = await server.get('/udf/config', { origin });
  expect(answer.headers.get('access-control-allow-origin')).toBe(origin);
  expect(answer.headers.get('ratelimit')).toMatch(/^"anonymous";r=/);
});

it.each([
  ['404 for a symbol that is not followed', '/udf/symbols?symbol=NOPE', {}, 404, 'unknown_symbol'],
  ['404 for its history', '/udf/history?symbol=NOPE&resolution=60&from=1&to=2', {}, 404, 'unknown_symbol'],
  ['404 for a path that is none of UDF', '/udf/nothing', {}, 404, 'There is nothing at /udf/nothing.'],
  ['401 for a false key', '/udf/config', { 'x-api-key': 'tdl_nobody' }, 401, 'This is not an API key of ours.'],
])('says %s, as UDF tells errors', async (_title, path, headers, status, errmsg) => {
  const answer = await server.get(path, headers);
  expect([answer.status, answer.headers.get('content-type')]).toEqual([status, 'application/json; charset=utf-8']);
  expect(await answer.json()).toEqual({ s: 'error', errmsg });
});

it('says 405 for a wrong method as UDF tells errors', async () => {
  const answer = await fetch(`${server.url}/udf/config`, { method: 'POST' });
  expect([answer.status, answer.headers.get('allow')]).toEqual([405, 'GET, HEAD']);
  expect(await answer.json()).toEqual({ s: 'error', errmsg: 'POST is not possible here; GET, HEAD is.' });
});

it('tells who has reached a limit of 3 an hour so as UDF does, with the headers of every other refusal, to an allowed page too', async () => {
  const limited = await startTestApp(() => Promise.resolve(), {
    CORS_ORIGINS: origin,
    RATE_LIMIT_ANONYMOUS: '3/hour',
    RATE_LIMIT_BURST: '600/minute',
  });
  for (let n = 0; n < 3; n += 1) expect((await limited.get('/udf/time')).status).toBe(200);
  const answer = await limited.get('/udf/history?symbol=BTCUSD&resolution=60&from=1&to=2', { origin });
  const seconds = Number(answer.headers.get('retry-after'));
  expect([answer.status, await answer.json()]).toEqual([
    429,
    { s: 'error', errmsg: `Too many requests; ask again in ${seconds} seconds.` },
  ]);
  expect(seconds).toBeGreaterThan(3_500);
  expect(answer.headers.get('ratelimit')).toBe(`"anonymous";r=0;t=${seconds}, "ceiling";r=596;t=60`);
  expect(answer.headers.get('ratelimit-policy')).toBe('"anonymous";q=3;w=3600, "ceiling";q=600;w=60');
  expect(answer.headers.get('access-control-expose-headers')).toContain('Retry-After');
  await limited.close();
});

it('says so with 503 while the database is away', async () => {
  await server.gate.shut();
  const answer = await server.get(`/udf/history?symbol=BTCUSD&resolution=60&from=0&to=${present}`);
  expect([answer.status, await answer.json()]).toEqual([503, { s: 'error', errmsg: 'The database cannot be reached at the moment.' }]);
  expect(answer.headers.get('retry-after')).toBe('5');
  await server.gate.open();
}, 20_000);
