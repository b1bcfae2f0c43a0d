import type { CandleRow } from '@tideline/contracts';
import type { IndicatorSpec } from '@tideline/indicators';
import { calculate, indicatorKinds, readSpec, toColumns } from '@tideline/indicators';
import { IndicatorSet, firstDifference } from './indicator-series';

const hour = 3_600_000;
const context = { periodsPerYear: 8760 };
const row = (i: number): CandleRow => [
  i * hour,
  100 + Math.sin(i),
  103 + Math.sin(i),
  98 + Math.sin(i),
  100 + 2 * Math.sin(i / 3) + (i % 5),
  10 + (i % 7),
];
const rows = (from: number, to: number): CandleRow[] => Array.from({ length: to - from }, (_, i) => row(from + i));
const specOf = (text: string): IndicatorSpec => {
  const spec = readSpec(text);
  if (typeof spec === 'string') throw new Error(spec);
  return spec;
};
const everyKind = indicatorKinds.map(({ id }) => specOf(id));

function expectBatch(got: Float64Array[][], specs: readonly IndicatorSpec[], candles: readonly CandleRow[]): void {
  for (const [i, spec] of specs.entries()) {
    const batch = calculate(spec, toColumns(candles), context);
    for (const [output, values] of batch.entries()) {
      const scale = Math.max(...values.map((value) => (Number.isNaN(value) ? 0 : Math.abs(value))), 1);
      const worst = values.reduce((most, value, at) => {
        const mine = got[i]?.[output]?.[at] ?? Infinity;
        if (Number.isNaN(value) && Number.isNaN(mine)) return most;
        return Math.max(most, Math.abs(value - mine) / scale);
      }, 0);
      expect({ key: spec.key, output, well: worst < 1e-9, worst }).toMatchObject({ well: true });
    }
  }
}

describe('indicator set', () => {
  it('equals the batch of every kind while 600 candles grow to 640, the last one revised three times each', () => {
    const set = new IndicatorSet();
    let candles: readonly CandleRow[] = rows(0, 600);
    set.follow(everyKind, candles, hour);
    for (let i = 600; i < 640; i++) {
      for (const close of [90, 120, row(i)[4]]) {
        const [at, open, , , , volume] = row(i);
        const forming: CandleRow = [at, open, Math.max(open, close) + 1, Math.min(open, close) - 1, close, volume];
        candles = [...candles.slice(0, i), forming];
        set.follow(everyKind, candles, hour);
      }
    }
    expectBatch(set.follow(everyKind, candles, hour), everyKind, candles);
  });

  it('works everything out anew when older candles come in front, or one in the middle changes', () => {
    const set = new IndicatorSet();
    const specs = [specOf('ema:50'), specOf('obv')];
    const newer = rows(300, 400);
    set.follow(specs, newer, hour);
    const all = [...rows(0, 300), ...newer];
    expectBatch(set.follow(specs, all, hour), specs, all);
    const repaired = all.map((candle, i): CandleRow => (i === 200 ? [candle[0], 1, 999, 1, 500, 1] : candle));
    expectBatch(set.follow(specs, repaired, hour), specs, repaired);
  });

  it('takes an indicator in and drops one while the others go on', () => {
    const set = new IndicatorSet();
    const candles = rows(0, 100);
    set.follow([specOf('sma:20')], candles, hour);
    const both = [specOf('rsi:14'), specOf('sma:20')];
    expectBatch(set.follow(both, candles, hour), both, candles);
  });

  it('gives nothing but empty values for no candles, and then those of the first ones', () => {
    const set = new IndicatorSet();
    const specs = [specOf('sma:2')];
    set.follow(specs, [], hour);
    expectBatch(set.follow(specs, rows(0, 5), hour), specs, rows(0, 5));
  });
});

describe('first difference', () => {
  it('is 3 where four rows share three, and 2 where two begin three', () => {
    const [a, b, c, d, e] = rows(0, 5) as [CandleRow, CandleRow, CandleRow, CandleRow, CandleRow];
    expect(firstDifference([a, b, c, d], [a, b, c, e])).toBe(3);
    expect(firstDifference([a, b], [a, b, c])).toBe(2);
  });
});
