import { calculate, indicatorKinds, readSpec, toColumns, type Candle, type IndicatorSpec } from '@tideline/indicators';
import { expect, it } from '@jest/globals';
import fc from 'fast-check';
import { countedCandles, FollowedSeries } from './followed-series';

const minuteMs = 60_000;
const context = { periodsPerYear: 525_600 };
/** Short ones where the usual parameters are long, so that a few dozen candles define them. */
const specs = indicatorKinds.map((kind) => readSpec(kind.id) as IndicatorSpec);

const columnsOf = (candles: readonly Candle[]) =>
  toColumns(candles.map(({ at, open, high, low, close, volume }) => [at, open, high, low, close, volume] as const));

function candle(at: number, close: number, volume: number): Candle {
  return { at, open: close, high: close * 1.01, low: close * 0.99, close, volume };
}

/** What a calculation of everything from scratch says of the newest candle. */
function fromScratch(spec: IndicatorSpec, candles: readonly Candle[]): number[] | null {
  const counted = spec.kind.memory(spec.params) === null ? candles.slice(-countedCandles) : candles;
  const values = calculate(spec, columnsOf(counted), context).map((output) => output.at(-1) ?? NaN);
  return values.some(Number.isNaN) ? null : values;
}

function expectEqual(series: FollowedSeries, candles: readonly Candle[]): void {
  const scale = Math.max(...candles.map(({ high, volume }) => Math.max(high, volume)));
  for (const spec of specs) {
    const wanted = fromScratch(spec, candles);
    const point = series.newest(spec.key)?.point ?? null;
    if (wanted === null) {
      expect([spec.key, point]).toEqual([spec.key, null]);
      continue;
    }
    expect([spec.key, point?.[0]]).toEqual([spec.key, candles.at(-1)?.at]);
    for (const [index, value] of wanted.entries()) {
      expect(Math.abs((point?.[index + 1] as number) - value)).toBeLessThanOrEqual(
        1e-8 * Math.max(scale * candles.length, Math.abs(value)),
      );
    }
  }
}

function load(series: FollowedSeries, candles: readonly Candle[]): void {
  for (const _ of series.load(columnsOf(candles), true));
}

function begin(candles: readonly Candle[]): FollowedSeries {
  const series = new FollowedSeries(context, minuteMs);
  for (const spec of specs) series.add(spec);
  load(series, candles);
  return series;
}

const price = fc.double({ min: 1, max: 1_000, noNaN: true });
const step = fc.record({
  does: fc.constantFrom('move', 'move', 'next', 'next', 'late', 'reload'),
  price,
  volume: fc.double({ min: 0.001, max: 100, noNaN: true }),
  back: fc.integer({ min: 1, max: 5 }),
});

it('equals a calculation from scratch after any mix of moves, closings, late changes and reloads, for every indicator', () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(price, price), { maxLength: 60 }), fc.array(step, { maxLength: 40 }), (past, steps) => {
      const candles = past.map(([close, volume], index) => candle(index * minuteMs, close, volume));
      const series = begin(candles);
      for (const { does, price: close, volume, back } of steps) {
        const lastAt = candles.at(-1)?.at ?? 0;
        if (does === 'reload') load(series, candles);
        else if (does === 'next' || candles.length === 0) {
          candles.push(candle(lastAt + minuteMs, close, volume));
          series.take(candles.at(-1) as Candle, false);
        } else {
          const index = does === 'move' ? candles.length - 1 : Math.max(0, candles.length - 1 - back);
          candles[index] = candle(candles[index]?.at ?? 0, close, volume);
          series.take(candles[index], does === 'late');
        }
      }
      if (candles.length > 0) expectEqual(series, candles);
    }),
    { numRuns: 60 },
  );
});

it('counts what adds up from the first of the newest 1,000 candles, also after 150 more have come', () => {
  const all = Array.from({ length: 1_300 }, (_, index) => candle(index * minuteMs, 100 + (index % 7), 1 + (index % 3)));
  const series = begin(all.slice(0, 1_150));
  for (const one of all.slice(1_150)) series.take(one, false);
  expectEqual(series, all);
});

it('tells the newest candle, then the closing of the one before it', () => {
  const series = begin([candle(0, 10, 1)]);
  expect(series.take(candle(0, 11, 2), false)).toEqual({ told: [{ candle: 'newest', closed: false }], outdated: false });
  expect(series.take(candle(minuteMs, 12, 1), false)).toEqual({ told: [{ candle: 'newest', closed: false }], outdated: false });
  expect(series.take(candle(0, 11, 2), true)).toEqual({ told: [{ candle: 'previous', closed: true }], outdated: false });
  expect(series.take(candle(0, 11, 2), true)).toEqual({ told: [], outdated: false });
});

it('asks for the stored candles after a candle that was skipped, and after one whose closing nobody told', () => {
  const skipped = begin([candle(0, 10, 1)]);
  expect(skipped.take(candle(2 * minuteMs, 11, 1), false).outdated).toBe(true);
  const unconfirmed = begin([candle(0, 10, 1)]);
  expect(unconfirmed.take(candle(minuteMs, 11, 1), false).outdated).toBe(false);
  expect(unconfirmed.take(candle(2 * minuteMs, 12, 1), false).outdated).toBe(true);
});

it('corrects the newest point when the candle before it changes late', () => {
  const series = new FollowedSeries(context, minuteMs);
  const spec = readSpec('sma:2') as IndicatorSpec;
  series.add(spec);
  load(series, [candle(0, 10, 1), candle(minuteMs, 20, 1), candle(2 * minuteMs, 30, 1)]);
  expect(series.newest(spec.key)?.point).toEqual([2 * minuteMs, 25]);
  const { told } = series.take(candle(minuteMs, 22, 1), true);
  expect(told).toEqual([
    { candle: 'previous', closed: true },
    { candle: 'newest', closed: false },
  ]);
  expect([series.previous(spec.key)?.point, series.newest(spec.key)?.point]).toEqual([
    [minuteMs, 16],
    [2 * minuteMs, 26],
  ]);
});

it('asks for the stored candles when one of them changes and an indicator needs more than the 1,000 that are kept', () => {
  const all = Array.from({ length: 1_300 }, (_, index) => candle(index * minuteMs, 100 + (index % 7), 1));
  const changed = candle(1_290 * minuteMs, 200, 1);
  for (const [text, outdated] of [
    ['sma:1200', true],
    ['sma:900', false],
  ] as const) {
    const series = new FollowedSeries(context, minuteMs);
    const spec = readSpec(text) as IndicatorSpec;
    series.add(spec);
    load(series, all);
    expect([text, series.take(changed, true).outdated]).toEqual([text, outdated]);
  }
});

it('goes on as it was until all of a load is done', () => {
  const series = begin([candle(0, 10, 1)]);
  const before = series.newest('obv')?.at;
  const loading = series.load(columnsOf([candle(0, 10, 1), candle(minuteMs, 11, 1)]), true);
  loading.next();
  expect(series.newest('obv')?.at).toBe(before);
  for (const _ of loading);
  expect(series.newest('obv')?.at).toBe(minuteMs);
});

it('says nothing of an indicator that came after the history was loaded, until it is loaded again', () => {
  const series = begin([candle(0, 10, 1)]);
  const spec = readSpec('sma:1') as IndicatorSpec;
  series.add(spec);
  series.take(candle(0, 11, 1), false);
  expect(series.newest(spec.key)?.point).toBeNull();
});
