import {
  indicatorDefinition,
  indicatorSeries,
  listOf,
  movingAverage,
  problem,
  volatilitySeries,
  type CandleRow,
  type IndicatorSeries,
} from '@tideline/contracts';
import { calculate, indicatorKinds, readSpec, sma, type CandleColumns, type IndicatorSpec } from '@tideline/indicators';
import type { z } from 'zod';
import { livelyCandles, storeCandles } from '../../../../test/candle-factory';
import { insertMarkets, pricesFrame } from '../../../../test/market-factory';
import { startTestApp, type TestApp } from '../../../../test/test-app';
import { presentHour } from '../../../../test/present-hour';
import { columnsFrom } from '../domain/indicator-values';
import { exampleDefinition } from './indicator-examples';

const hourMs = 3_600_000;
const present = presentHour();
const stored = 2000;
const context = { periodsPerYear: 8760 };
const everyKind = indicatorKinds.map((kind) => readSpec(kind.id) as IndicatorSpec);

describe('indicators over the API', () => {
  let server: TestApp;
  let btc: CandleColumns;
  let eth: CandleColumns;
  beforeAll(async () => {
    server = await startTestApp(async (database) => {
      const ids = await insertMarkets(database);
      const lively = (seed: number, count: number) => livelyCandles(seed, present - count * hourMs, hourMs, count);
      btc = await storeCandles(database, ids.get('consolidated BTC-USD') ?? 0, 60, lively(7, stored));
      eth = await storeCandles(database, ids.get('consolidated ETH-USD') ?? 0, 60, lively(3, 100));
    });
  });
  afterAll(() => server.close());

  async function read<T>(path: string, shape: z.ZodType<T>): Promise<T> {
    const answer = await server.get(`/api/v1/analytics/${path}`);
    expect([path, answer.status]).toEqual([path, 200]);
    return shape.parse(await answer.json());
  }
  const indicators = (query: string, symbol = 'BTC'): Promise<IndicatorSeries> => read(`indicators/${symbol}?${query}`, indicatorSeries);

  /** Points from index `from` on, as a batch over these candles gives them. */
  function points(spec: IndicatorSpec, candles: CandleColumns, from: number): number[][] {
    const outputs = calculate(spec, candles, context);
    const all = Array.from(candles.at, (at, index) => [at, ...outputs.map((values) => values[index] ?? NaN)]);
    return all.slice(from).filter((point) => point.every(Number.isFinite));
  }

  function expectClose(key: string, given: readonly (readonly (number | null)[])[], wanted: number[][]): void {
    expect([key, given.map(([at]) => at)]).toEqual([key, wanted.map(([at]) => at)]);
    const scale = Math.max(...wanted.flatMap(([, ...values]) => values.map(Math.abs)));
    const farthest = Math.max(...given.flatMap((point, n) => point.map((value, m) => Math.abs((value ?? NaN) - (wanted[n]?.[m] ?? NaN)))));
    expect(farthest).toBeLessThanOrEqual(1e-12 * scale);
  }

  it.each(everyKind.map((spec) => [spec.key, spec] as const))('gives %s over the last 50 candles as over all 2,000', async (key, spec) => {
    const { series } = await indicators(`interval=1h&indicators=${key}&limit=50`);
    const memory = spec.kind.memory(spec.params);
    const wanted = memory === null ? points(spec, columnsFrom(btc, stored - 50), 0) : points(spec, btc, stored - 50);
    expectClose(key, series[key] ?? [], wanted);
  });

  it.each(everyKind.map((spec) => [spec.key, spec] as const))('gives %s of a past day as over all that was before', async (key, spec) => {
    const from = present - 500 * hourMs;
    const { series } = await indicators(`interval=1h&indicators=${key}&from=${from}&to=${from + 24 * hourMs}`);
    const memory = spec.kind.memory(spec.params);
    const start = stored - 500;
    const wanted = memory === null ? points(spec, columnsFrom(btc, start), 0).slice(0, 24) : points(spec, btc, start);
    expectClose(
      key,
      series[key] ?? [],
      wanted.filter(([at = 0]) => at < from + 24 * hourMs),
    );
  });

  it.each(everyKind.map((spec) => [spec.key, spec] as const))('leaves out the first points of %s as `warmup` tells', async (key, spec) => {
    const { series, warmup, outputs } = await indicators(`interval=1h&indicators=${key}`, 'ETH');
    // The first trend of a parabolic SAR is left out until it turns.
    if (spec.kind.id !== 'psar') expect(series[key]).toHaveLength(100 - (warmup[key] ?? NaN));
    expectClose(key, series[key] ?? [], points(spec, eth, 0));
    expect(outputs[key]).toEqual(spec.kind.outputs);
  });

  it('answers in canonical specs, each once, with the forming candle not there as closed', async () => {
    const answer = await indicators('indicators=SMA,sma:20,ema:50,sma:020&limit=3');
    expect(Object.keys(answer.series)).toEqual(['sma:20', 'ema:50']);
    expect(answer.warmup).toEqual({ 'sma:20': 19, 'ema:50': 49 });
    expect([answer.symbol, answer.interval, answer.countedFrom, answer.lastIsOpen]).toEqual(['BTC', '1h', present - 3 * hourMs, false]);
    const averages = sma(btc.close, 20);
    expect(answer.series['sma:20']?.at(-1)).toEqual([present - hourMs, expect.closeTo(averages[stored - 1] ?? NaN, 9)]);
  });

  it('gives the newest 1000 when nothing bounds the answer, and of a span all it holds', async () => {
    expect((await indicators('indicators=sma:20')).series['sma:20']).toHaveLength(1000);
    const week = await indicators(`indicators=sma:20&period=7d`);
    expect(week.series['sma:20']).toHaveLength(7 * 24 - 1);
  });

  it('gives no point for a window larger than the history, and says what it needs', async () => {
    const answer = await indicators('indicators=sma:101,sma:100', 'ETH');
    expect([answer.series, answer.warmup]).toMatchObject([{ 'sma:101': [] }, { 'sma:101': 100, 'sma:100': 99 }]);
    expect(answer.series['sma:100']).toHaveLength(1);
    expect(await indicators('indicators=sma:20', 'DOGE')).toMatchObject({ series: { 'sma:20': [] }, countedFrom: null, lastIsOpen: false });
  });

  const many = Array.from({ length: 21 }, (_, n) => `sma:${n + 2}`).join(',');
  it.each([
    ['indicators=zigzag', /there is no indicator "zigzag"; there are sma, /],
    ['indicators=sma:0', /sma: period must be a whole number from 1 to 5000/],
    ['indicators=sma:-1', /sma: period must be a whole number from 1 to 5000/],
    ['indicators=sma:1e9', /sma: period must be a whole number from 1 to 5000/],
    ['indicators=sma:1000000000', /sma: period must be a whole number from 1 to 5000/],
    ['indicators=sma:2.5', /whole number/],
    ['indicators=sma:20:3', /at most 1 parameter/],
    ['indicators=sma:20,', /there is no indicator ""/],
    ['indicators=sma%3A', /period must be/],
    ['indicators=', /there is no indicator/],
    ['limit=5', /must name at least one indicator, for example sma:20,rsi:14/],
    [`indicators=${many}`, /21 are too many: at most 20/],
  ])('refuses %s at the path `indicators`', async (query, message) => {
    const answer = await server.get(`/api/v1/analytics/indicators/BTC?${query}`);
    const { code, errors } = problem.parse(await answer.json());
    expect([answer.status, code]).toEqual([400, 'REQUEST.INVALID']);
    expect(errors?.every(({ path }) => path === 'indicators')).toBe(true);
    expect(errors?.map((error) => error.message).join('; ')).toMatch(message);
  });

  it.each([
    ['indicators/NOPE?indicators=sma', 404, 'MARKET.UNKNOWN_SYMBOL'],
    ['indicators/BTC?indicators=sma&interval=2m', 400, 'REQUEST.INVALID'],
    ['indicators/BTC?indicators=sma&limit=5001', 400, 'REQUEST.INVALID'],
    ['indicators/BTC?indicators=sma&colour=red', 400, 'REQUEST.INVALID'],
    ['indicators/BTC?indicators=sma&from=5&to=5', 400, 'MARKET.BAD_RANGE'],
    ['indicators/BTC?indicators=sma&period=7d&from=5', 400, 'MARKET.BAD_RANGE'],
    ['indicators/BTC?indicators=sma&interval=1m&from=0&to=300060000', 400, 'MARKET.BAD_RANGE'],
    ['moving-average/BTC?type=wma', 400, 'REQUEST.INVALID'],
    ['moving-average/BTC?period=0', 400, 'REQUEST.INVALID'],
    ['moving-average/BTC?period=many', 400, 'REQUEST.INVALID'],
    ['moving-average/BTC?period=1e2', 400, 'REQUEST.INVALID'],
    ['moving-average/BTC?period=', 400, 'REQUEST.INVALID'],
    ['volatility/BTC?window=0x10', 400, 'REQUEST.INVALID'],
    ['volatility/BTC?window=1', 400, 'REQUEST.INVALID'],
    ['volatility/NOPE', 404, 'MARKET.UNKNOWN_SYMBOL'],
    ['moving-average/NOPE', 404, 'MARKET.UNKNOWN_SYMBOL'],
  ])('answers %s with %s %s', async (path, status, code) => {
    const answer = await server.get(`/api/v1/analytics/${path}`);
    expect([answer.status, problem.parse(await answer.json()).code]).toEqual([status, code]);
  });

  it('refuses more than 1000 characters of indicators', async () => {
    const { errors } = problem.parse(
      await (await server.get(`/api/v1/analytics/indicators/BTC?indicators=${'sma,'.repeat(250)}sma`)).json(),
    );
    expect(errors).toEqual([{ path: 'indicators', message: 'must be at most 1000 characters' }]);
  });

  it('says at which field a moving average is refused', async () => {
    const { errors } = problem.parse(await (await server.get('/api/v1/analytics/moving-average/BTC?period=5001')).json());
    expect(errors).toEqual([{ path: 'period', message: 'must be at most 5000' }]);
  });

  it('gives one moving average: ema over 50 of the last 10 candles', async () => {
    const answer = await read('moving-average/btc?type=ema&period=50&limit=10', movingAverage);
    const { series } = await indicators('indicators=ema:50&limit=10');
    expect(answer).toEqual({
      ...{ symbol: 'BTC', interval: '1h', type: 'ema', period: 50, warmup: 49, lastIsOpen: false },
      points: series['ema:50'],
    });
  });

  it('gives the volatility of 30 hourly returns, annualised with 8,760 periods: the deviation of a sample', async () => {
    const answer = await read('volatility/btc?window=30&limit=5', volatilitySeries);
    expect(answer).toMatchObject({ symbol: 'BTC', interval: '1h', window: 30, periodsPerYear: 8760, warmup: 30, lastIsOpen: false });
    const closes = [...btc.close.subarray(stored - 35)];
    const returns = closes.slice(1).map((close, n) => Math.log(close / (closes[n] ?? NaN)));
    const wanted = Array.from({ length: 5 }, (_, n) => {
      const window = returns.slice(n, n + 30);
      const mean = window.reduce((sum, one) => sum + one, 0) / 30;
      return [present - (5 - n) * hourMs, Math.sqrt((window.reduce((sum, one) => sum + (one - mean) ** 2, 0) / 29) * 8760)];
    });
    expectClose('volatility:30', answer.points, wanted.slice(0, 5));
  });

  it('gives the volatility of a period as of the same range, 24 or 23 candles in 24h, and refuses both', async () => {
    const { points: ofPeriod } = await read('volatility/BTC?window=10&period=24h', volatilitySeries);
    expect([23, 24]).toContain(ofPeriod.length);
    const { points: ofRange } = await read(`volatility/BTC?window=10&from=${ofPeriod[0]?.[0] ?? 0}`, volatilitySeries);
    expectClose('volatility:10', ofPeriod, ofRange);
    const both = await server.get('/api/v1/analytics/volatility/BTC?period=24h&from=1');
    expect([both.status, problem.parse(await both.json()).code]).toEqual([400, 'MARKET.BAD_RANGE']);
  });

  it('lists every indicator with a spec that it accepts itself', async () => {
    const { data } = await read('indicators', listOf(indicatorDefinition));
    expect(data.find(({ id }) => id === 'macd')).toEqual(exampleDefinition);
    expect(data.map(({ id, spec }) => [id, (readSpec(spec) as IndicatorSpec).key])).toEqual(
      indicatorKinds.map(({ id }) => [id, (readSpec(id) as IndicatorSpec).key]),
    );
  });

  it('gives 20 values at each of 2,000 candles from a thread as it gives few from here, with a tag', async () => {
    const keys = Array.from({ length: 19 }, (_, n) => `ema:${n + 2}`);
    const path = `/api/v1/analytics/indicators/BTC?limit=2000&indicators=${[...keys, 'obv'].join(',')}`;
    const answer = await server.get(path);
    const { series } = indicatorSeries.parse(await answer.json());
    for (const key of [...keys, 'obv']) expect(series[key]).toEqual((await indicators(`limit=2000&indicators=${key}`)).series[key]);
    expect((await server.get(path, { 'if-none-match': answer.headers.get('etag') ?? '' })).status).toBe(304);
  });

  it('lets a closed range be kept, and answers 304 to its tag', async () => {
    const path = `/api/v1/analytics/indicators/BTC?indicators=sma&from=${present - 500 * hourMs}&to=${present - 400 * hourMs}`;
    const first = await server.get(path);
    expect(first.headers.get('cache-control')).toBe('public, max-age=300');
    const again = await server.get(path, { 'if-none-match': first.headers.get('etag') ?? '' });
    expect([again.status, await again.text()]).toEqual([304, '']);
    expect((await server.get('/api/v1/analytics/indicators/BTC?indicators=sma')).headers.get('cache-control')).toBe('no-cache');
  });

  it('moves the last point with the forming candle', async () => {
    const forming = (close: number): CandleRow => [present, 700, Math.max(700, close), Math.min(700, close), close, 9];
    const tell = (close: number): void => {
      const updates = [{ interval: '1h' as const, candle: forming(close), closed: false }];
      server.bridge.publish('market.candles', { venue: null, pair: 'BTC-USD', symbol: 'BTC', updates });
      server.bridge.publish('market.prices', pricesFrame([]));
    };
    const last19 = btc.close.subarray(stored - 19).reduce((sum, close) => sum + close, 0);
    for (const close of [710, 690]) {
      tell(close);
      const { series, lastIsOpen } = await indicators('indicators=sma:20&limit=2');
      const [before, last] = series['sma:20'] ?? [];
      expect([before?.[0], last?.[0], lastIsOpen]).toEqual([present - hourMs, present, true]);
      expect(last?.[1]).toBeCloseTo((last19 + close) / 20, 9);
    }
  });
});
