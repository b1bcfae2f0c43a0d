import fc from 'fast-check';
import type { Candle, CandleColumns } from '../candle-columns';
import { toColumns } from '../candle-columns';
import { calculate, readSpec } from '../catalogue';
import { rollingCorrelation } from '../rolling-correlation';

/** A window of candles, oldest first, and the whole series up to its end. */
type Definition = (window: readonly Candle[], before: Candle | undefined) => number;

const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;
const typical = ({ high, low, close }: Candle): number => (high + low + close) / 3;
const highest = (window: readonly Candle[]): number => Math.max(...window.map(({ high }) => high));
const lowest = (window: readonly Candle[]): number => Math.min(...window.map(({ low }) => low));
const last = <T>(items: readonly T[]): T => items.at(-1) as T;

function weighted(values: readonly number[]): number {
  return values.reduce((sum, value, i) => sum + value * (i + 1), 0) / ((values.length * (values.length + 1)) / 2);
}

function slope(window: readonly Candle[]): number {
  const middle = (window.length - 1) / 2;
  const level = mean(window.map(({ close }) => close));
  const products = window.reduce((sum, { close }, x) => sum + (x - middle) * (close - level), 0);
  return products / window.reduce((sum, _candle, x) => sum + (x - middle) ** 2, 0);
}

function cci(window: readonly Candle[]): number {
  const prices = window.map(typical);
  if (new Set(prices).size === 1) return 0;
  const level = mean(prices);
  return (last(prices) - level) / (0.015 * mean(prices.map((price) => Math.abs(price - level))));
}

function cmf(window: readonly Candle[]): number {
  const total = window.reduce((sum, { volume }) => sum + volume, 0);
  const flow = ({ high, low, close, volume }: Candle): number => (high === low ? 0 : ((2 * close - high - low) / (high - low)) * volume);
  return total === 0 ? 0 : window.reduce((sum, candle) => sum + flow(candle), 0) / total;
}

function mfi(window: readonly Candle[], before: Candle | undefined): number {
  let risen = 0;
  let fallen = 0;
  let price = typical(before as Candle);
  for (const candle of window) {
    if (typical(candle) > price) risen += typical(candle) * candle.volume;
    if (typical(candle) < price) fallen += typical(candle) * candle.volume;
    price = typical(candle);
  }
  return fallen === 0 ? 100 : (100 * risen) / (risen + fallen);
}

function hma(window: readonly Candle[]): number {
  const closes = window.map(({ close }) => close);
  const inner = (end: number): number => 2 * weighted(closes.slice(end - 4, end)) - weighted(closes.slice(end - 9, end));
  return weighted([9, 10, 11].map(inner));
}

function sinceExtreme(window: readonly Candle[], of: (candle: Candle) => number): number {
  const values = window.map(of);
  return window.length - 1 - values.indexOf(Math.max(...values));
}

const middle = (window: readonly Candle[]): number => (highest(window) + lowest(window)) / 2;

/** By spec: how many candles the window has, whether the one before it counts, the definition per output, and its scale. */
const definitions: readonly { spec: string; size: number; before?: true; outputs: readonly Definition[]; scale: 'price' | number }[] = [
  {
    spec: 'donchian:5',
    size: 6,
    scale: 'price',
    outputs: [(w) => lowest(w.slice(0, -1)), (w) => middle(w.slice(0, -1)), (w) => highest(w.slice(0, -1))],
  },
  {
    spec: 'aroon:6',
    size: 7,
    scale: 100,
    outputs: [(w) => (100 * (6 - sinceExtreme(w, (c) => c.high))) / 6, (w) => (100 * (6 - sinceExtreme(w, (c) => -c.low))) / 6],
  },
  { spec: 'cci:7', size: 7, scale: 100, outputs: [cci] },
  { spec: 'cmf:5', size: 5, scale: 1, outputs: [cmf] },
  { spec: 'hma:9', size: 11, scale: 'price', outputs: [hma] },
  { spec: 'mfi:4', size: 4, before: true, scale: 100, outputs: [mfi] },
  { spec: 'slope:6', size: 6, scale: 'price', outputs: [slope] },
  { spec: 'linreg:6', size: 6, scale: 'price', outputs: [(w) => mean(w.map((c) => c.close)) + 2.5 * slope(w)] },
  {
    spec: 'willr:5',
    size: 5,
    scale: 100,
    outputs: [(w) => (highest(w) === lowest(w) ? -100 : (100 * (last(w).close - highest(w))) / (highest(w) - lowest(w)))],
  },
  {
    spec: 'ichimoku:2:4:7',
    size: 11,
    scale: 'price',
    outputs: [(w) => middle(w.slice(-2)), (w) => middle(w.slice(-4)), senkouA, (w) => middle(w.slice(0, 7))],
  },
];

function senkouA(window: readonly Candle[]): number {
  const then = window.slice(0, 7);
  return (middle(then.slice(-2)) + middle(then.slice(-4))) / 2;
}

/** Prices that walk by cents, stand still, leap to 1e15 for one candle; volumes that vanish or leap. */
const series: fc.Arbitrary<Candle[]> = fc
  .array(
    fc.record({
      mood: fc.constantFrom('walk', 'walk', 'walk', 'walk', 'stand', 'stand', 'leap'),
      by: fc.integer({ min: -500, max: 500 }),
      above: fc.integer({ min: 0, max: 200 }),
      below: fc.integer({ min: 0, max: 200 }),
      volume: fc.constantFrom(0, 0, 1, 3, 17.5, 1e12),
    }),
    { minLength: 1, maxLength: 90, size: 'max' },
  )
  .map((moves) => {
    let cents = 10_000;
    return moves.map(({ mood, by, above, below, volume }, i) => {
      if (mood === 'leap') return { at: i * 60_000, open: 1e15, high: 1e15, low: 1e15, close: 1e15, volume };
      if (mood === 'walk') cents = Math.max(1000, cents + by);
      const [up, down] = mood === 'walk' ? [above, below] : [0, 0];
      return { at: i * 60_000, open: cents / 100, high: (cents + up) / 100, low: (cents - down) / 100, close: cents / 100, volume };
    });
  });

function columnsOf(candles: readonly Candle[]): CandleColumns {
  return toColumns(candles.map(({ at, open, high, low, close, volume }) => [at, open, high, low, close, volume]));
}

describe('windowed kinds are what their definitions say, window by window', () => {
  it.each(definitions)(
    '$spec to 1e-9 of the largest value in the window, also after 1e15 has left it',
    ({ spec: text, size, before, outputs, scale }) => {
      const spec = readSpec(text);
      if (typeof spec === 'string') throw new Error(spec);
      fc.assert(
        fc.property(series, (candles) => {
          const values = calculate(spec, columnsOf(candles), { periodsPerYear: 365 });
          for (let i = size - 1 + (before ? 1 : 0); i < candles.length; i++) {
            const window = candles.slice(i - size + 1, i + 1);
            const largest = scale === 'price' ? highest(window) : scale;
            outputs.forEach((definition, o) => {
              const expected = definition(window, candles[i - size]);
              const off = Math.abs((values[o]?.[i] as number) - expected) / largest;
              if (!(off <= 1e-9)) throw new Error(`${text} output ${o} at ${i}: ${values[o]?.[i]}, by definition ${expected}`);
            });
          }
        }),
        { numRuns: 300 },
      );
    },
  );
});

describe('rollingCorrelation', () => {
  it('is 1 of (1 2 4) with (3 5 9), −1 of (2 4 5) with (5 1 −1), −0.5 of (1 2 3) with (2 3 1)', () => {
    const at = (x: number[], y: number[]): number => rollingCorrelation(Float64Array.from(x), Float64Array.from(y), 3)[2] as number;
    expect(at([1, 2, 4], [3, 5, 9])).toBeCloseTo(1, 14);
    expect(at([2, 4, 5], [5, 1, -1])).toBeCloseTo(-1, 14);
    expect(at([1, 2, 3], [2, 3, 1])).toBeCloseTo(-0.5, 14);
  });

  it('gives NaN before the window is full, and where one series stands still', () => {
    const still = rollingCorrelation(Float64Array.of(7, 7, 7, 8), Float64Array.of(1, 2, 3, 4), 3);
    expect([...still].map((value) => Number.isNaN(value))).toEqual([true, true, true, false]);
  });

  it('refuses series of 3 and 2 values, and the period 0', () => {
    expect(() => rollingCorrelation(new Float64Array(3), new Float64Array(2), 2)).toThrow('not 3 and 2');
    expect(() => rollingCorrelation(new Float64Array(3), new Float64Array(3), 0)).toThrow(RangeError);
  });
});
