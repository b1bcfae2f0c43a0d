import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { calculate, readSpec, rollingCorrelation, toColumns } from '@tideline/indicators';
import type { CandleColumns } from '@tideline/indicators';
import { describeWithShared } from './shared-data';

type Row = Readonly<Record<string, number | string | boolean | null>>;

/** By spec: the published set and, per output, its field or what its fields make. */
const held: Readonly<Record<string, { set: string; outputs: readonly (string | ((row: Row, index: number) => number | null))[] }>> = {
  adx: { set: 'adx', outputs: ['adx', 'pdi', 'mdi'] },
  aroon: { set: 'aroon', outputs: ['aroonUp', 'aroonDown', 'oscillator'] },
  atr: { set: 'atr', outputs: ['atr'] },
  bb: { set: 'bb', outputs: ['lowerBand', 'sma', 'upperBand'] },
  'cci:20': { set: 'cci', outputs: ['cci'] },
  cmf: { set: 'cmf', outputs: ['cmf'] },
  'dema:14': { set: 'dema', outputs: ['dema'] },
  donchian: { set: 'donchian', outputs: ['lowerBand', 'centerline', 'upperBand'] },
  ema: { set: 'ema', outputs: ['ema'] },
  'hma:14': { set: 'hma', outputs: ['hma'] },
  ichimoku: { set: 'ichimoku', outputs: ['tenkanSen', 'kijunSen', 'senkouSpanA', 'senkouSpanB'] },
  keltner: { set: 'keltner', outputs: ['lowerBand', 'centerline', 'upperBand'] },
  'linreg:14': { set: 'slope', outputs: [lineEnd] },
  macd: { set: 'macd', outputs: ['macd', 'signal', 'histogram'] },
  mfi: { set: 'mfi', outputs: ['mfi'] },
  obv: { set: 'obv', outputs: ['obv'] },
  psar: { set: 'psar', outputs: ['sar'] },
  'roc:14': { set: 'roc', outputs: ['roc'] },
  rsi: { set: 'rsi', outputs: ['rsi'] },
  slope: { set: 'slope', outputs: ['slope'] },
  sma: { set: 'sma', outputs: ['sma'] },
  'stddev:14': { set: 'stdev', outputs: ['stdDev'] },
  stoch: { set: 'stoch', outputs: ['k', 'd'] },
  stochrsi: { set: 'stoch-rsi', outputs: ['stochRsi', 'signal'] },
  supertrend: { set: 'supertrend', outputs: ['superTrend'] },
  tr: { set: 'tr', outputs: ['tr'] },
  vwap: { set: 'vwap', outputs: ['vwap'] },
  'wma:14': { set: 'wma', outputs: ['wma'] },
  willr: { set: 'willr', outputs: ['williamsR'] },
};

describeWithShared('kinds against the published sets of Stock.Indicators', (root) => {
  const folder = join(root, 'data/indicators');
  const candles = quotes(join(folder, 'quotes/default.csv'));

  for (const [text, { set, outputs }] of Object.entries(held)) {
    it(`${text} equals ${set}.json to 1e-9 in all ${candles.length} rows`, () => {
      const rows = readRows(join(folder, `results/${set}.json`));
      const spec = readSpec(text);
      if (typeof spec === 'string') throw new Error(spec);
      const values = calculate(spec, candles, { periodsPerYear: 365 });
      expect(values).toHaveLength(outputs.length);
      outputs.forEach((output, o) => {
        const expected = rows.map((row, index) => (typeof output === 'string' ? row[output] : output(row, index)));
        expect(firstDifference(values[o] as Float64Array, expected)).toBeNull();
      });
    });
  }

  it('rollingCorrelation(20) equals corr.json to 1e-9 in all rows', () => {
    const other = quotes(join(folder, 'quotes/compare.csv'));
    const expected = readRows(join(folder, 'results/corr.json')).map((row) => row['correlation']);
    expect(firstDifference(rollingCorrelation(other.close, candles.close, 20), expected)).toBeNull();
  });
});

describeWithShared('kinds against the spreadsheets of StockCharts', (root) => {
  const sheet = (name: string): string[][] => readCsv(join(root, `data/indicators/stockcharts/${name}`));
  const numbers = (rows: string[][], column: number): number[] => rows.map((row) => Number(row[column]));

  it('mfi:14 equals cs-mfi.csv to its 2 decimals', () => {
    const rows = sheet('cs-mfi.csv');
    const [high, low, close, volume] = [1, 2, 3, 6].map((column) => numbers(rows, column)) as [number[], number[], number[], number[]];
    const [values] = calculated('mfi:14', toColumns(rows.map((_, i) => [i, 0, high[i] ?? 0, low[i] ?? 0, close[i] ?? 0, volume[i] ?? 0])));
    expectPrinted(values, rows, 13, 2);
  });

  it('obv equals cs-obv.csv', () => {
    const rows = sheet('cs-obv.csv');
    const [values] = calculated('obv', toColumns(rows.map((row, i) => [i, 0, 0, 0, Number(row[1]), Number(row[2])])));
    expect([...(values ?? [])].slice(1)).toEqual(numbers(rows, 5).slice(1));
  });

  it('vwap equals cs-vwap.csv, whose window of 14 the first 14 rows fill, to 1e-9', () => {
    const rows = sheet('cs-vwap.csv');
    const columns = toColumns(rows.map((row, i) => [i, 0, Number(row[2]), Number(row[3]), Number(row[4]), Number(row[6])]));
    const [values] = calculated('vwap', columns);
    expect(firstDifference((values as Float64Array).subarray(0, 14), numbers(rows, 7).slice(0, 14))).toBeNull();
  });

  it('bb:20:2 equals cs-bbands.csv to 5 decimals', () => {
    const rows = sheet('cs-bbands.csv');
    const values = calculated('bb:20:2', toColumns(rows.map((row, i) => [i, 0, 0, 0, Number(row[1]), 0])));
    [5, 2, 4].forEach((column, output) => expectPrinted(values[output], rows, column, 5));
  });

  it('stoch:14:1:3 equals cs-soo.csv to 4 decimals', () => {
    const rows = sheet('cs-soo.csv');
    const values = calculated('stoch:14:1:3', toColumns(rows.map((row, i) => [i, 0, Number(row[1]), Number(row[2]), Number(row[5]), 0])));
    expectPrinted(values[0], rows, 6, 4);
    expectPrinted(values[1], rows, 7, 4);
  });
});

/** Every number that the column prints; a sheet may begin to print one row late. */
function expectPrinted(values: Float64Array | undefined, rows: string[][], column: number, decimals: number): void {
  expect(rows.filter((row) => row[column]).length).toBeGreaterThan(10);
  rows.forEach((row, i) => {
    if (row[column]) expect(values?.[i]).toBeCloseTo(Number(row[column]), decimals);
  });
}

function calculated(text: string, candles: CandleColumns): Float64Array[] {
  const spec = readSpec(text);
  if (typeof spec === 'string') throw new Error(spec);
  return calculate(spec, candles, { periodsPerYear: 365 });
}

/** The regression line at its own bar; the set gives its intercept at bar number 0, the first bar being number 1. */
function lineEnd({ slope, intercept }: Row, index: number): number | null {
  return slope === null ? null : Number(slope) * (index + 1) + Number(intercept);
}

function firstDifference(values: Float64Array, expected: readonly unknown[]): string | null {
  for (let i = 0; i < expected.length; i++) {
    const want = expected[i];
    const got = values[i] as number;
    const fits = typeof want === 'number' ? Math.abs(got - want) <= 1e-9 * Math.max(Math.abs(want), 1e-3) : Number.isNaN(got);
    if (!fits) return `row ${i}: ${got}, published ${String(want)}`;
  }
  return values.length === expected.length ? null : `${values.length} values for ${expected.length} rows`;
}

function readRows(path: string): Row[] {
  return JSON.parse(readFileSync(path, 'utf8')) as Row[];
}

function readCsv(path: string): string[][] {
  const [, ...lines] = readFileSync(path, 'utf8').trim().split(/\r?\n/);
  return lines.map((line) => line.split(','));
}

function quotes(path: string): CandleColumns {
  return toColumns(
    readCsv(path).map(([date = '', ...prices]) => {
      const [open = 0, high = 0, low = 0, close = 0, volume = 0] = prices.map(Number);
      return [Date.parse(`${date}T00:00:00Z`), open, high, low, close, volume];
    }),
  );
}
