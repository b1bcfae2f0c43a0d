import type { CandleTuple } from '../candle-columns';
import { toColumns } from '../candle-columns';
import { calculate, readSpec } from '../catalogue';

const HOUR = 3_600_000;

/** Candles for arithmetic on paper: hour, high, low, close, volume. Typical prices: 10, 34/3, 40/3, 35/3, 28/3, 29/3. */
const rising: readonly (readonly number[])[] = [
  [0, 12, 8, 10, 100],
  [1, 13, 9, 12, 200],
  [2, 15, 11, 14, 300],
  [3, 14, 10, 11, 100],
  [4, 13, 7, 8, 400],
  [5, 11, 8, 10, 200],
];

const flat = Array.from({ length: 8 }, (_, hour) => [hour, 5, 5, 5, 0]);

function calculated(text: string, rows: readonly (readonly number[])[]): (number | null)[][] {
  const spec = readSpec(text);
  if (typeof spec === 'string') throw new Error(spec);
  const tuple = ([hour = 0, high = 0, low = 0, close = 0, volume = 0]: readonly number[]): CandleTuple => [
    hour * HOUR,
    close,
    high,
    low,
    close,
    volume,
  ];
  const outputs = calculate(spec, toColumns(rows.map(tuple)), { periodsPerYear: 8760 });
  return outputs.map((values) => [...values].map((value) => (Number.isNaN(value) ? null : value)));
}

function expectEqual(values: (number | null)[][], expected: (number | null)[][]): void {
  expect(values).toHaveLength(expected.length);
  expected.forEach((numbers, output) => {
    expect(values[output]).toHaveLength(numbers.length);
    numbers.forEach((number, i) => {
      const value = values[output]?.[i];
      if (number === null) expect({ output, i, value }).toEqual({ output, i, value: null });
      else expect({ output, i, off: Math.abs((value ?? NaN) - number) < 1e-10 }).toEqual({ output, i, off: true });
    });
  });
}

const _ = null;

/** By spec: every output for every candle of `rising`. */
const onPaper: Readonly<Record<string, (number | null)[][]>> = {
  // 0, up 200, up 300, down 100, down 400, up 200
  obv: [[0, 200, 500, 400, 0, 200]],
  // Σ typical·volume: 1000, 9800/3, 21800/3, 25300/3, 36500/3, 42300/3
  vwap: [[10, 98 / 9, 109 / 9, 253 / 21, 365 / 33, 141 / 13]],
  // the hours 0 to 2, then 3 to 5
  'vwap:180': [[10, 98 / 9, 109 / 9, 35 / 3, 49 / 5, 205 / 21]],
  // TR 4 4 4 6 3; +DM 1 2 0 0 0; −DM 0 0 1 3 0; DX 100, 20, 1100/17, 1100/17
  'adx:2': [
    [_, _, _, 60, 1060 / 17, 1080 / 17],
    [_, _, 37.5, 18.75, 7.5, 4.6875],
    [_, _, 0, 12.5, 35, 21.875],
  ],
  'donchian:2': [
    [_, _, 8, 9, 10, 7],
    [_, _, 10.5, 12, 12.5, 10.5],
    [_, _, 13, 15, 15, 14],
  ],
  // steps since the highest of three: 0 1 2 2; since the lowest: 2 2 0 1
  'aroon:2': [
    [_, _, 100, 50, 0, 0],
    [_, _, 0, 0, 100, 50],
    [_, _, 100, 50, -100, -50],
  ],
  'cci:3': [[_, _, 100, -400 / 11, -100, -500 / 13]],
  // place · volume: 0, 100, 150, −50, −800/3, 200/3
  'cmf:2': [[_, 1 / 3, 1 / 2, 1 / 4, -19 / 30, -1 / 3]],
  // EMA 11, 13, 35/3, 83/9, 263/27; EMA of it 11, 37/3, 107/9, 91/9, 799/81
  'dema:2': [[_, 11, 41 / 3, 103 / 9, 25 / 3, 779 / 81]],
  // 2·WMA(2) − WMA(4): 12, 7.5, 26/3, then WMA(2) of that
  'hma:4': [[_, _, _, _, 9, 149 / 18]],
  'ichimoku:1:2:3': [
    [10, 11, 13, 12, 10, 9.5],
    [_, 10.5, 12, 12.5, 10.5, 10],
    [_, _, _, 10.75, 12.5, 12.25],
    [_, _, _, _, 11.5, 12],
  ],
  // EMA as for dema; ATR 4, 4, 5, 4
  'keltner:2:1.5:2': [
    [_, _, 7, 17 / 3, 31 / 18, 101 / 27],
    [_, 11, 13, 35 / 3, 83 / 9, 263 / 27],
    [_, _, 19, 53 / 3, 301 / 18, 425 / 27],
  ],
  // flows: +6800/3, +4000, −3500/3, −11200/3, +5800/3
  'mfi:2': [[_, _, 100, 2400 / 31, 0, 580 / 17]],
  'slope:3': [[_, _, 2, -0.5, -3, -0.5]],
  'linreg:3': [[_, _, 14, 71 / 6, 8, 55 / 6]],
  // RSI(2): 100, 40, 200/11, 1000/19
  'stochrsi:2:2:2:1': [
    [_, _, _, 0, 0, 100],
    [_, _, _, _, 0, 50],
  ],
  // middle ± ATR: 9…17, 8…16, 5…15, 5.5…13.5; the close of hour 4 falls below 9
  'supertrend:2:1': [[_, _, 9, 9, 15, 13.5]],
  'willr:3': [[_, _, -100 / 7, -200 / 3, -87.5, -400 / 7]],
};

describe('kinds on six candles computed on paper', () => {
  it.each(Object.entries(onPaper))('%s', (text, expected) => expectEqual(calculated(text, rising), expected));

  it('psar:0.1:0.2 falls at hour 4, is first told at hour 5 with 14.2, turns up at hour 6 with 7 and follows with 7.8', () => {
    const rows = [...rising, [6, 15, 9, 14, 100], [7, 16, 13, 15, 100]];
    expectEqual(calculated('psar:0.1:0.2', rows), [[_, _, _, _, _, 14.2, 7, 7.8]]);
  });
});

describe('kinds where nothing moves and nothing is traded', () => {
  it.each([
    ['obv', [0]],
    ['vwap', [5]],
    ['adx:2', [0, 0, 0]],
    ['donchian:2', [5, 5, 5]],
    ['aroon:2', [0, 0, 0]],
    ['cci:3', [0]],
    ['cmf:2', [0]],
    ['dema:2', [5]],
    ['hma:4', [5]],
    ['ichimoku:1:2:3', [5, 5, 5, 5]],
    ['keltner:2:1.5:2', [5, 5, 5]],
    ['mfi:2', [100]],
    ['psar', [null]],
    ['slope:3', [0]],
    ['linreg:3', [5]],
    ['stochrsi:2:2:2:1', [0, 0]],
    ['supertrend:2:1', [5]],
    ['willr:3', [-100]],
  ])('%s gives %j on the last of eight flat candles', (text, expected) => {
    expect(calculated(text, flat).map((values) => values[7])).toEqual(expected);
  });

  it('stochrsi is 0 where the RSI keeps its value but for rounding: 40 equal closes after a move', () => {
    const rows = [...rising, ...Array.from({ length: 40 }, (_none, i) => [6 + i, 10, 10, 10, 1])];
    expect(calculated('stochrsi:3:5:3:1', rows).map((values) => values.at(-1))).toEqual([0, 0]);
  });

  it('adx is 0 where 60 equal closes have let the average range of 2 candles fade below 1e-12 of the price', () => {
    const rows = [...rising, ...Array.from({ length: 60 }, (_none, i) => [6 + i, 10, 10, 10, 1])];
    expect(calculated('adx:2', rows).map((values) => values.at(-1))).toEqual([expect.closeTo(0, 3), 0, 0]);
  });

  it('cci and slope are exactly 0 in a window of 0.1, which has no exact mean', () => {
    const rows = Array.from({ length: 20 }, (_none, hour) => [hour, 0.1, 0.1, 0.1, 1]);
    expect([calculated('cci:7', rows)[0]?.at(-1), calculated('slope:7', rows)[0]?.at(-1)]).toEqual([0, 0]);
  });
});

describe('what specs of kinds refuse', () => {
  it.each([
    ['ichimoku:26:9:52', 'ichimoku: tenkan (26), kijun (9) and senkou (52) must rise'],
    ['psar:0.3:0.2', 'psar: step (0.3) must not be above limit (0.2)'],
    ['hma:1', 'hma: period must be a whole number from 2 to 5000, an example is hma:14'],
    ['vwap:-1', 'vwap: session must be a whole number from 0 to 44640, an example is vwap:0'],
  ])('%s: %s', (text, sentence) => expect(readSpec(text)).toBe(sentence));
});
