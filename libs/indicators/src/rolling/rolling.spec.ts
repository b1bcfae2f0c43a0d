import fc from 'fast-check';
import { rollingDeviation, RunningDeviation } from './rolling-deviation';
import { rollingMax, rollingMin, RunningMax, RunningMin } from './rolling-extreme';
import { rollingMean, rollingSum, RunningMean, RunningSum } from './rolling-sum';
import { rollingWeightedMean, RunningWeightedMean } from './rolling-weighted-mean';
import { StateReader, StateWriter } from './saved-state';
import { RunningSmoothing, smooth } from './smoothing';
import type { RunningValue } from './rolling';

type Batch = (values: Float64Array, period: number, out: Float64Array, from?: number) => Float64Array;
type Running = new (period: number, saved?: StateReader) => RunningValue;

/** Values as markets and accidents give them: ordinary, flat, tiny, huge and negative. */
const value = fc.oneof(
  { weight: 6, arbitrary: fc.double({ min: 90, max: 110, noNaN: true }) },
  { weight: 3, arbitrary: fc.constantFrom(100, 1e-8, 12345.678901) },
  { weight: 2, arbitrary: fc.constantFrom(1e15, -1e15, 1e-9, 0) },
);
const series = fc.array(value, { maxLength: 60 }).map((values) => Float64Array.from(values));
const period = fc.integer({ min: 1, max: 12 });
const from = fc.integer({ min: 0, max: 5 });

const mean = (window: readonly number[]): number => window.reduce((sum, x) => sum + x, 0) / window.length;
const deviationOf = (window: readonly number[]): number => Math.sqrt(mean(window.map((x) => (x - mean(window)) ** 2)));

const windows: readonly [string, Batch, Running, (window: readonly number[]) => number][] = [
  ['sum', rollingSum, RunningSum, (window) => mean(window) * window.length],
  ['mean', rollingMean, RunningMean, mean],
  ['max', rollingMax, RunningMax, (window) => Math.max(...window)],
  ['min', rollingMin, RunningMin, (window) => Math.min(...window)],
  [
    'weighted mean',
    rollingWeightedMean,
    RunningWeightedMean,
    (window) => window.reduce((sum, x, i) => sum + (i + 1) * x, 0) / ((window.length * (window.length + 1)) / 2),
  ],
];

/** Asserts that two numbers differ by at most 1e-9 of the largest absolute value of the window they were computed of. */
function expectClose(actual: number, expected: number, window: readonly number[]): void {
  const scale = Math.max(...window.map(Math.abs));
  if (!(Math.abs(actual - expected) <= 1e-9 * scale)) throw new Error(`${actual} is not ${expected} in [${window.join(', ')}]`);
}

function eachWindow(values: Float64Array, n: number, start: number, check: (index: number, window: number[] | null) => void): void {
  for (let i = 0; i < values.length; i++) check(i, i < start + n - 1 ? null : [...values.subarray(i - n + 1, i + 1)]);
}

it.each([1, 2, 20, 1500, 4500])(
  'the mean of %i values equals the definition along 12,000 of them, through leaps, zeros, signs and NaN',
  (n) => {
    const values = Float64Array.from({ length: 12_000 }, (_, i) => 100 + 30 * Math.sin(i / 300) + Math.sin(i * i));
    const hostile: readonly [number, number][] = [
      [3000, 1e15],
      [3001, -1e15],
      [3010, 1e-9],
      [6000, 0],
      [6003, -120],
      [6500, 1e6],
      [9000, NaN],
    ];
    for (const [at, value] of hostile) values[at] = value;
    const out = rollingMean(values, n, new Float64Array(values.length));
    const wanted = [
      n - 1,
      n,
      n + 1023,
      n + 1024,
      n + 1025,
      11_999,
      ...hostile.flatMap(([at]) => [at - 1, at, at + 1, at + n - 1, at + n, at + n + 1]),
    ];
    for (const i of wanted.filter((index) => index >= n - 1 && index < values.length)) {
      const window = [...values.subarray(i - n + 1, i + 1)];
      if (window.some(Number.isNaN)) expect(out[i]).toBeNaN();
      else expectClose(out[i] as number, mean(window), window);
    }
  },
);

describe.each(windows)('rolling %s', (_name, batch, Running, byDefinition) => {
  it('equals the definition to 1e-9 of the largest value in the window, NaN before', () => {
    fc.assert(
      fc.property(series, period, from, (values, n, start) => {
        const out = batch(values, n, new Float64Array(values.length), start);
        eachWindow(values, n, start, (i, window) => {
          if (window === null) expect(out[i]).toBeNaN();
          else expectClose(out[i] as number, byDefinition(window), window);
        });
      }),
    );
  });

  it('running equals batch, is not moved by updates, and resumes from JSON at any index', () => {
    fc.assert(
      fc.property(series, period, fc.nat(60), (values, n, cut) => {
        const out = batch(values, n, new Float64Array(values.length));
        let running = new Running(n);
        eachWindow(values, n, 0, (i, window) => {
          if (i === cut) running = resume(running, (saved) => new Running(n, saved));
          running.update(-3e15);
          const updated = running.update(values[i] as number);
          const appended = running.append(values[i] as number);
          expect(updated).toBe(appended);
          if (window === null) expect(appended).toBeNaN();
          else expectClose(appended, out[i] as number, window);
        });
      }),
    );
  });

  it('a NaN is gone when it has left the window of 3', () => {
    const out = batch(Float64Array.of(1, NaN, 1, 1, 1, 1), 3, new Float64Array(6));
    expect([...out].map(Number.isNaN)).toEqual([true, true, true, true, false, false]);
  });

  it.each([0, -1, 1.5, NaN])('refuses period %d', (n) => {
    expect(() => batch(new Float64Array(5), n, new Float64Array(5))).toThrow('period must be a whole number of at least 1');
    expect(() => new Running(n)).toThrow(RangeError);
  });
});

function resume<T extends { save(state: StateWriter): void }>(running: T, begin: (saved: StateReader) => T): T {
  const state = new StateWriter();
  running.save(state);
  return begin(new StateReader(JSON.parse(JSON.stringify(state.done())) as never));
}

describe('rolling deviation', () => {
  it('equals the definition to 1e-9 of the largest value in the window, and so does the running form, also resumed', () => {
    fc.assert(
      fc.property(series, period, from, fc.nat(60), (values, n, start, cut) => {
        const [means, deviations] = [new Float64Array(values.length), new Float64Array(values.length)];
        rollingDeviation(values, n, n, means, deviations, start);
        let running = new RunningDeviation(n, n);
        eachWindow(values, n, start, (i, window) => {
          if (i < start) return;
          if (i === cut) running = resume(running, (saved) => new RunningDeviation(n, n, saved));
          running.update(3e15);
          const deviation = running.append(values[i] as number);
          if (window === null) {
            expect([means[i], deviations[i]]).toEqual([NaN, NaN]);
            return;
          }
          expectClose(means[i] as number, mean(window), window);
          expectClose(running.mean, mean(window), window);
          expectClose(deviations[i] as number, deviationOf(window), window);
          expectClose(deviation, deviationOf(window), window);
        });
      }),
    );
  });

  it('is exactly 0 on a flat stretch after 1e15, for 0.1 and for 1e-8', () => {
    for (const flat of [0.1, 1e-8]) {
      const values = Float64Array.of(1e15, 5, ...Array<number>(12).fill(flat));
      const [means, deviations] = [new Float64Array(14), new Float64Array(14)];
      rollingDeviation(values, 4, 3, means, deviations);
      expect([...deviations.subarray(5)]).toEqual(Array(9).fill(0));
      expect([...means.subarray(5)]).toEqual(Array(9).fill(flat));
      const running = new RunningDeviation(4, 3);
      for (const [i, x] of values.entries()) {
        const deviation = running.append(x);
        if (i >= 5) expect([running.mean, deviation]).toEqual([flat, 0]);
      }
    }
  });

  it('finds a deviation of 1e-9 at a price of 100000', () => {
    const values = Float64Array.from({ length: 40 }, (_, i) => 1e5 + (i % 2) * 2 ** -29);
    const deviations = new Float64Array(40);
    rollingDeviation(values, 20, 20, new Float64Array(40), deviations);
    expect(deviations[39]).toBe(2 ** -30);
  });
});

describe('smooth', () => {
  it('seeds with the mean of the first 3 and goes on with half of the difference', () => {
    const out = smooth(Float64Array.of(9, 1, 2, 3, 4, 8), 3, 0.5, new Float64Array(6), 1);
    expect([...out]).toEqual([NaN, NaN, NaN, 2, 3, 5.5]);
  });

  it('running equals batch, is not moved by updates, and resumes from JSON at any index', () => {
    fc.assert(
      fc.property(series, period, fc.nat(60), (values, n, cut) => {
        const out = smooth(values, n, 2 / (n + 1), new Float64Array(values.length));
        let running = new RunningSmoothing(n, 2 / (n + 1));
        for (const [i, x] of values.entries()) {
          if (i === cut) running = resume(running, (saved) => new RunningSmoothing(n, 2 / (n + 1), saved));
          running.update(1e15);
          const appended = running.append(x);
          if (i < n - 1) expect(appended).toBeNaN();
          else expectClose(appended, out[i] as number, [...values.subarray(0, i + 1)]);
        }
      }),
    );
  });

  it('writes only NaN over a series shorter than its seed', () => {
    expect([...smooth(Float64Array.of(1, 2), 3, 0.5, new Float64Array(2))]).toEqual([NaN, NaN]);
  });
});

describe('StateReader', () => {
  it('gives NaN and infinities back, and refuses a state that ends early or holds words', () => {
    const state = new StateWriter();
    state.write(NaN, -Infinity, 0.1);
    const reader = new StateReader(JSON.parse(JSON.stringify(state.done())) as never);
    expect([reader.read(), reader.read(), reader.read()]).toEqual([NaN, -Infinity, 0.1]);
    expect(() => reader.read()).toThrow('the saved state is of another calculation');
    expect(() => new StateReader(['x']).read()).toThrow(RangeError);
  });
});
