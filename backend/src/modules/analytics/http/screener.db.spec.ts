import { listOf, problem, screenerRow, type CandleRow, type ScreenerRow } from '@tideline/contracts';
import { calculate, readSpec, toColumns, type CandleTuple, type IndicatorSpec } from '@tideline/indicators';
import { livelyCandles, storeCandles } from '../../../../test/candle-factory';
import { consolidatedPrice, insertMarkets, pricesFrame } from '../../../../test/market-factory';
import { startTestApp, type TestApp } from '../../../../test/test-app';
import { presentHour } from '../../../../test/present-hour';

const hourMs = 3_600_000;
const dayMs = 24 * hourMs;
const present = presentHour();
const today = Math.floor(present / dayMs) * dayMs;
const context = { periodsPerYear: 8760 };
const columns = 'rsi:14,volatility:30,sma:50';

describe('the screener', () => {
  let server: TestApp;
  let ids: Map<string, number>;
  const candles = new Map<string, CandleTuple[]>();
  beforeAll(async () => {
    server = await startTestApp(async (database) => {
      ids = await insertMarkets(database);
      for (const [symbol, seed] of [['BTC', 7] as const, ['ETH', 3] as const]) {
        const id = ids.get(`consolidated ${symbol}-USD`) ?? 0;
        candles.set(symbol, livelyCandles(seed, present - 900 * hourMs, hourMs, 900));
        await storeCandles(database, id, 60, candles.get(symbol) ?? []);
        const days = Array.from({ length: 100 }, (_, n): CandleTuple => [today - (99 - n) * dayMs, 100, 1000 - n, 10 + n, 100, 1]);
        await storeCandles(database, id, 1440, days);
      }
    });
    server.bridge.publish('market.prices', pricesFrame([consolidatedPrice('BTC', 500), consolidatedPrice('ETH', 250)]));
  });
  afterAll(() => server.close());

  async function screen(query: string): Promise<{ data: ScreenerRow[]; page: { nextCursor: string | null } }> {
    const answer = await server.get(`/api/v1/analytics/screener?${query}`);
    expect([query, answer.status]).toEqual([query, 200]);
    return listOf(screenerRow).parse(await answer.json());
  }
  const symbols = async (query: string): Promise<string[]> => (await screen(query)).data.map(({ symbol }) => symbol);

  /** The newest value of each column, by a batch over all candles. */
  function fromScratch(symbol: string, forming: CandleTuple[] = []): Record<string, number> {
    const series = toColumns([...(candles.get(symbol) ?? []), ...forming]);
    return Object.fromEntries(
      columns.split(',').map((key) => [key, calculate(readSpec(key) as IndicatorSpec, series, context)[0]?.at(-1) ?? NaN]),
    );
  }
  async function expectFromScratch(symbol: string, forming: CandleTuple[] = []): Promise<void> {
    const row = (await screen(`columns=${columns}`)).data.find((one) => one.symbol === symbol);
    for (const [key, value] of Object.entries(fromScratch(symbol, forming))) {
      expect([key, Math.abs((row?.values[key] ?? NaN) - value) <= 1e-9 * Math.abs(value)]).toEqual([key, true]);
    }
  }
  function tell(symbol: string, candle: CandleRow, closed: boolean): void {
    server.bridge.publish('market.candles', { venue: null, pair: `${symbol}-USD`, symbol, updates: [{ interval: '1h', candle, closed }] });
  }

  it('gives rsi:14, volatility:30 and sma:50 as a batch over all 900 candles does, and null without candles', async () => {
    await expectFromScratch('BTC');
    await expectFromScratch('ETH');
    const { data } = await screen(`columns=${columns}`);
    expect(data.find(({ symbol }) => symbol === 'DOGE')?.values).toEqual({
      'rsi:14': null,
      'volatility:30': null,
      'sma:50': null,
      rank: null,
    });
  });

  it('gives distances from averages and from the 90-day high and low in percent of the price', async () => {
    const { data } = await screen('columns=distance:sma:50,high:90d,low:90d&filter=price>400');
    const average = fromScratch('BTC')['sma:50'] ?? NaN;
    // Of 100 days with falling highs and rising lows the newest 90 count: the first of them had 990 and 20.
    expect(data.map(({ values }) => [values['high:90d'], values['low:90d']])).toEqual([[(500 / 990 - 1) * 100, (500 / 20 - 1) * 100]]);
    expect(data[0]?.values['distance:sma:50']).toBeCloseTo((500 / average - 1) * 100, 9);
    expect(data[0]?.values['price']).toBe(500);
  });

  it('filters and sorts; what is unknown passes no filter and comes last', async () => {
    const rsi = { BTC: fromScratch('BTC')['rsi:14'] ?? NaN, ETH: fromScratch('ETH')['rsi:14'] ?? NaN };
    const rising = rsi.BTC < rsi.ETH ? ['BTC', 'ETH'] : ['ETH', 'BTC'];
    expect(await symbols('sort=rsi:14&order=asc')).toEqual([...rising, 'DOGE']);
    expect(await symbols('sort=rsi:14')).toEqual([...rising.toReversed(), 'DOGE']);
    expect(await symbols('sort=price&filter=rsi:14>=0')).toEqual(['BTC', 'ETH']);
    expect(await symbols('filter=rsi:14<0')).toEqual([]);
    expect(await symbols('filter=price<=250,rsi:14>1')).toEqual(['ETH']);
    expect(await symbols('filters=price<=250,rsi:14>1')).toEqual(['ETH']);
    expect(await symbols('filter=price<=250&filters=rsi:14<0')).toEqual([]);
  });

  it('pages by a cursor, each asset once', async () => {
    const first = await screen('sort=price&limit=2');
    const rest = await screen(`sort=price&limit=2&cursor=${first.page.nextCursor ?? ''}`);
    expect([...first.data, ...rest.data].map(({ symbol }) => symbol)).toEqual(['BTC', 'ETH', 'DOGE']);
    expect(rest.page.nextCursor).toBeNull();
  });

  it.each([
    ['columns=zigzag', 'columns', /there is no indicator "zigzag".*distance:sma:50/],
    ['columns=macd', 'columns', /macd has 3 values/],
    ['columns=rsi:0', 'columns', /period must be/],
    ['columns=rsi:5000', 'columns', /rsi:5000 rests on 286286 candles of every asset, at most 10000 are looked at: rsi:170/],
    ['filter=distance:ema:5000>1', 'filter', /ema:5000 rests on \d+ candles of every asset/],
    ['sort=rsi:200', 'sort', /rsi:200 rests on \d+/],
    ['columns=high:30d', 'columns', /high:90d/],
    ['columns=distance:rsi:14', 'columns', /distance:sma:50/],
    [`columns=${Array.from({ length: 21 }, (_, n) => `sma:${n + 2}`).join(',')}`, 'columns', /21 are too many: at most 20/],
    ['filter=rsi:14', 'filter', /is no filter/],
    ['filter=rsi:14<low', 'filter', /for example rsi:14<30/],
    ['filter=zigzag<3', 'filter', /there is no indicator/],
    ['sort=zigzag', 'sort', /there is no indicator/],
    ['order=up', 'order', /asc/],
    ['limit=501', 'limit', /at most 500/],
    ['colour=red', 'colour', /not known/],
  ])('refuses %s at `%s`', async (query, path, message) => {
    const answer = await server.get(`/api/v1/analytics/screener?${query}`);
    const { code, errors } = problem.parse(await answer.json());
    expect([answer.status, code, errors?.[0]?.path]).toEqual([400, 'REQUEST.INVALID', path]);
    expect(errors?.[0]?.message).toMatch(message);
  });

  it('follows the forming candle, its closing, and a late change of a closed one', async () => {
    const forming = (close: number): CandleTuple => [present, 700, 900, 300, close, 4];
    for (const close of [800, 400]) {
      tell('BTC', [...forming(close)], false);
      await expectFromScratch('BTC', [forming(close)]);
    }
    const late = candles.get('BTC')?.at(-1);
    if (late === undefined) throw new Error('no candle');
    const changed: CandleTuple = [late[0], late[1], late[2] * 1.5, late[3], late[2] * 1.4, late[5] + 3];
    candles.get('BTC')?.splice(-1, 1, changed);
    tell('BTC', [...changed], true);
    await expectFromScratch('BTC', [forming(400)]);
  });

  it('reads again what a back-fill has added below and between', async () => {
    const older = livelyCandles(5, present - 1000 * hourMs, hourMs, 100);
    const id = ids.get('consolidated ETH-USD') ?? 0;
    await storeCandles(server.database, id, 60, older);
    await server.database.query('UPDATE candles SET close = close * 1.2 WHERE market_id = $1 AND minutes = 60 AND open_at = $2', [
      id,
      present - 5 * hourMs,
    ]);
    const known = candles.get('ETH') ?? [];
    const [at, open, high, low, close, volume] = known.at(-5) as CandleTuple;
    known.splice(-5, 1, [at, open, high, low, close * 1.2, volume]);
    candles.set('ETH', [...older, ...known]);
    server.bridge.publish('market.history', { symbols: ['ETH'] });
    await expectFromScratch('ETH');
  });
});
