import fc from 'fast-check';
import type { Candle, CandleColumns } from './candle-columns';
import { toColumns } from './candle-columns';
import { calculate, indicatorKinds } from './catalogue';
import type { IndicatorKind, RunningIndicator } from './indicator';

const context = { periodsPerYear: 365 };
const minute = 60_000;

/** The scale of what is no price: by kind, the largest absolute value that it can be made of in the window. */
const scales: Readonly<Record<string, (window: readonly Candle[]) => number>> = {
  ...Object.fromEntries(['rsi', 'stoch', 'stochrsi', 'adx', 'aroon', 'cci', 'mfi', 'willr'].map((id) => [id, () => 100])),
  cmf: () => 1,
  volatility: (window) =>
    Math.max(...window.map(({ close }, i) => Math.abs(Math.log(close / (window[i - 1]?.close ?? close))))) * Math.sqrt(365),
};

/** Candles as markets and accidents give them: steps, flat stretches, prices from 1e-9 to 1e15 in one series, holes in time. */
const hostile: fc.Arbitrary<Candle[]> = fc
  .array(
    fc.record({
      mood: fc.constantFrom('walk', 'walk', 'walk', 'flat', 'flat', 'flat', 'leap'),
      step: fc.double({ min: -0.05, max: 0.05, noNaN: true }),
      spread: fc.double({ min: 0, max: 0.02, noNaN: true }),
      leap: fc.constantFrom(1e15, 1e-9, 1, 54321.0123),
      hole: fc.constantFrom(0, 0, 0, 1, 500),
      volume: fc.constantFrom(0, 1, 12.5, 1e12),
    }),
    { maxLength: 120, size: 'max' },
  )
  .map((moves) => {
    let at = 1_700_000_000_000;
    let close = 100;
    return moves.map(({ mood, step, spread, leap, hole, volume }) => {
      at += minute * (1 + hole);
      const open = close;
      if (mood === 'walk') close = open * (1 + step);
      if (mood === 'leap') close = leap;
      const wick = mood === 'walk' ? spread : 0;
      return { at, open, high: Math.max(open, close) * (1 + wick), low: Math.min(open, close) * (1 - wick), close, volume };
    });
  });

/** A market on an ordinary day, `length` candles of it, without two equal closes. */
function ordinary(length: number): Candle[] {
  let state = 12345;
  const random = (): number => (state = (state * 48271) % 2147483647) / 2147483647;
  let close = 250;
  return Array.from({ length }, (_, i) => {
    const open = close;
    close = open * (1 + 0.02 * (random() - 0.5));
    const [high, low] = [Math.max(open, close) * (1 + 0.004 * random()), Math.min(open, close) * (1 - 0.004 * random())];
    return { at: i * minute, open, high, low, close, volume: 1 + 10 * random() };
  });
}

/** Small parameters that a kind accepts, and its usual ones. */
function paramsOf(kind: IndicatorKind): fc.Arbitrary<readonly number[]> {
  const each = kind.parameters.map(({ min, max, whole }) =>
    whole ? fc.integer({ min, max: Math.min(max, min + 9) }) : fc.double({ min, max: Math.min(max, 4), noNaN: true }),
  );
  const usual = kind.parameters.map((parameter) => parameter.default);
  return fc.oneof(fc.constant(usual), fc.tuple(...each)).filter((params) => (kind.refusal?.(params) ?? null) === null);
}

function columnsOf(candles: readonly Candle[]): CandleColumns {
  return toColumns(candles.map(({ at, open, high, low, close, volume }) => [at, open, high, low, close, volume]));
}

function batch(kind: IndicatorKind, params: readonly number[], candles: readonly Candle[]): Float64Array[] {
  return calculate({ key: kind.id, kind, params }, columnsOf(candles), context);
}

function resumed(kind: IndicatorKind, params: readonly number[], running: RunningIndicator): RunningIndicator {
  return kind.start(params, context, JSON.parse(JSON.stringify(running.save())) as never);
}

/** Largest absolute value among the candles that decide the value at `index`. */
function scaleAt(kind: IndicatorKind, params: readonly number[], candles: readonly Candle[], index: number): number {
  const window = candles.slice(Math.max(0, index + 1 - (kind.memory(params) ?? Infinity)), index + 1);
  return scales[kind.id]?.(window) ?? Math.max(...window.map(({ high }) => high));
}

/** Throws when a running value is not the batch value; counts in 1e-9 of what the value is made of. */
function expectSame(kind: IndicatorKind, actual: number, expected: number, scale: number, where: string): void {
  if (Number.isNaN(expected) && Number.isNaN(actual)) return;
  if (actual === expected || Math.abs(actual - expected) <= 1e-9 * scale) return;
  throw new Error(`${kind.id} ${where}: ${actual} instead of ${expected}`);
}

describe.each(indicatorKinds.map((kind) => [kind.id, kind] as const))('%s', (_id, kind) => {
  const params = paramsOf(kind);

  it('running equals batch, whatever forming candles came between, and across save, JSON and resume', () => {
    fc.assert(
      fc.property(hostile, params, fc.nat(120), fc.array(fc.nat(119), { maxLength: 3 }), (candles, chosen, cut, looks) => {
        const expected = batch(kind, chosen, candles);
        let running = kind.start(chosen, context);
        for (const [i, candle] of candles.entries()) {
          if (i === cut) running = resumed(kind, chosen, running);
          for (const look of looks) running.update(candles[look % candles.length] as Candle);
          running.update(candle);
          const seen = [...running.values];
          running.append(candle);
          if (seen.some((value, o) => !Object.is(value, running.values[o])))
            throw new Error(`${kind.id}: append and update differ at ${i}`);
          const scale = scaleAt(kind, chosen, candles, i);
          expected.forEach((values, o) => expectSame(kind, seen[o] as number, values[i] as number, scale, `output ${o} at ${i}`));
        }
      }),
      { numRuns: 150 },
    );
  });

  it('saves plain JSON, the same after resuming', () => {
    const running = kind.start(
      kind.parameters.map((parameter) => parameter.default),
      context,
    );
    for (const candle of ordinary(70)) running.append(candle);
    const again = resumed(
      kind,
      kind.parameters.map((parameter) => parameter.default),
      running,
    );
    expect(again.save()).toEqual(running.save());
  });

  it('says where each output begins', () => {
    fc.assert(
      fc.property(params, (chosen) => {
        const firsts = kind.firstIndex(chosen);
        const candles = ordinary(Math.max(...firsts) + 40);
        const outputs = batch(kind, chosen, candles);
        expect(firsts).toHaveLength(kind.outputs.length);
        outputs.forEach((values, o) => {
          const found = values.findIndex((value) => !Number.isNaN(value));
          if (kind.id === 'psar') expect(found).toBeGreaterThanOrEqual(firsts[o] as number);
          else expect(found).toBe(firsts[o]);
          expect([...values.subarray(found)].every((value) => Number.isFinite(value))).toBe(true);
        });
      }),
      { numRuns: 25 },
    );
  });

  it('gives the value of the whole history from as many candles as it says', () => {
    fc.assert(
      fc.property(params, fc.integer({ min: 1, max: 60 }), (chosen, older) => {
        const memory = kind.memory(chosen);
        if (memory === null) return;
        const candles = ordinary(memory + older);
        const [whole, part] = [batch(kind, chosen, candles), batch(kind, chosen, candles.slice(older))];
        const scale = scaleAt(kind, chosen, candles, candles.length - 1);
        whole.forEach((values, o) => {
          const off = Math.abs((values.at(-1) as number) - (part[o]?.at(-1) as number)) / scale;
          if (!(off <= 1e-12)) throw new Error(`${kind.id}:${chosen.join(':')} with ${memory} candles: off by ${off}`);
        });
      }),
      { numRuns: 50 },
    );
  });

  it('lives with 0, 1 and 2 candles and with windows longer than the series', () => {
    const longest = kind.parameters.map(({ max, whole }, i) => (whole ? max - 3 + i : max));
    const usual = kind.parameters.map((parameter) => parameter.default);
    for (const length of [0, 1, 2, 30]) {
      const candles = ordinary(length);
      for (const chosen of [usual, longest]) {
        const outputs = batch(kind, chosen, candles);
        expect(outputs.map((values) => values.length)).toEqual(kind.outputs.map(() => length));
        const running = kind.start(chosen, context);
        for (const candle of candles) running.append(candle);
        const last = outputs.map((values) => values.at(-1) ?? NaN);
        running.values.forEach((value, o) => expectSame(kind, value, last[o] as number, 500, `with ${length} candles`));
      }
    }
  });
});
