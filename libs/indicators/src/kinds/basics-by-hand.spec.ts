import { bb } from './bollinger';
import { drawdown, roc } from './changes';
import { stddev, volatility } from './deviations';
import { macd } from './macd';
import { ema, sma, wma } from './moving-averages';
import { rsi } from './rsi';
import { stoch } from './stochastic';
import { atr, tr } from './true-range';

const of = (...values: number[]): Float64Array => Float64Array.from(values);
const _ = NaN;

/** Six candles of which the arithmetic can be done on paper. */
const bars = { high: of(12, 13, 15, 14, 13, 11), low: of(8, 9, 11, 10, 7, 8), close: of(10, 12, 14, 11, 8, 10) };
const { close } = bars;

function expectValues(actual: Float64Array, expected: readonly number[]): void {
  expect(actual).toHaveLength(expected.length);
  expected.forEach((value, i) => {
    if (Number.isNaN(value)) expect({ i, value: actual[i] }).toEqual({ i, value: NaN });
    else expect({ i, value: actual[i], off: Math.abs((actual[i] as number) - value) < 1e-12 }).toEqual({ i, value: actual[i], off: true });
  });
}

describe('the plain functions on closes 10 12 14 11 8 10, computed on paper', () => {
  it('sma of 3: 12, 37/3, 11, 29/3', () => expectValues(sma(close, 3), [_, _, 12, 37 / 3, 11, 29 / 3]));

  it('ema of 3, α ½: 12, 11.5, 9.75, 9.875', () => expectValues(ema(close, 3), [_, _, 12, 11.5, 9.75, 9.875]));

  it('wma of 3, weights 1 2 3: 76/6, 73/6, 60/6, 57/6', () => expectValues(wma(close, 3), [_, _, 76 / 6, 73 / 6, 10, 9.5]));

  it('rsi of 2: gains 2 2 0 0 2, losses 0 0 3 3 0', () => {
    // averages (2, 0) (1, 1.5) (0.5, 2.25) (1.25, 1.125)
    expectValues(rsi(close, 2), [_, _, 100, 40, 200 / 11, 1000 / 19]);
  });

  it('rsi of 2 is 100 before anything moved, 0 after a loss, and keeps its value while nothing moves, for 30,000 candles', () => {
    expectValues(rsi(of(5, 5, 5, 5), 2), [_, _, 100, 100]);
    expectValues(rsi(of(5, 5, 4), 2), [_, _, 0]);
    const values = new Float64Array(30_006).fill(10);
    values.set(close);
    expect(rsi(values, 2).at(-1)).toBeCloseTo(1000 / 19, 9);
  });

  it('macd of 2, 3 and signal 2: EMA(2) 11 13 35/3 83/9 263/27, EMA(3) 12 11.5 9.75 9.875', () => {
    const line = [1, 1 / 6, 83 / 9 - 9.75, 263 / 27 - 9.875];
    const first = (1 + 1 / 6) / 2;
    const second = first + (2 / 3) * ((line[2] as number) - first);
    const third = second + (2 / 3) * ((line[3] as number) - second);
    const lines = macd(close, { fast: 2, slow: 3, signal: 2 });
    expectValues(lines.macd, [_, _, ...line]);
    expectValues(lines.signal, [_, _, _, first, second, third]);
    expectValues(lines.histogram, [_, _, _, 1 / 6 - first, (line[2] as number) - second, (line[3] as number) - third]);
  });

  it('macd of series that end before slow, and before the signal', () => {
    expectValues(macd(of(1, 2), { fast: 2, slow: 3, signal: 2 }).macd, [_, _]);
    const { macd: line, signal } = macd(of(1, 2, 3), { fast: 2, slow: 3, signal: 2 });
    expectValues(line, [_, _, 0.5]);
    expectValues(signal, [_, _, _]);
  });

  it('bb of 2 and 1.5 times: means 11 13 12.5 9.5 9, deviations 1 1 1.5 1.5 1', () => {
    const { lower, middle, upper } = bb(close, 2, 1.5);
    expectValues(lower, [_, 9.5, 11.5, 10.25, 7.25, 7.5]);
    expectValues(middle, [_, 11, 13, 12.5, 9.5, 9]);
    expectValues(upper, [_, 12.5, 14.5, 14.75, 11.75, 10.5]);
  });

  it('stddev of 3: √(8/3), √(14/9), √6, √(14/9)', () => {
    expectValues(stddev(close, 3), [_, _, Math.sqrt(8 / 3), Math.sqrt(14 / 9), Math.sqrt(6), Math.sqrt(14 / 9)]);
  });

  it('volatility of 2 returns, ln 2 and −ln 2, at 2 periods a year is 2 ln 2, whatever came first', () => {
    expectValues(volatility(of(1, 2, 1), 2, 2), [_, _, 2 * Math.LN2]);
    expectValues(volatility(of(1e15, 1, 2, 1), 2, 2), [_, _, Math.log(1e15) + Math.LN2, 2 * Math.LN2]);
  });

  it('volatility is NaN while a price of 0 is in the window, not after', () => {
    expectValues(volatility(of(0, 1, 1, 1, 1), 2, 365), [_, _, _, 0, 0]);
  });

  it('tr: 4, 4, 4, 6, 3 from the second candle on; atr of 2: 4, 4, 5, 4', () => {
    expectValues(tr(bars), [_, 4, 4, 4, 6, 3]);
    expectValues(atr(bars, 2), [_, _, 4, 4, 5, 4]);
  });

  it('roc of 2 in percent: 40, −100/12, −600/14, −100/11', () => {
    expectValues(roc(close, 2), [_, _, 40, -100 / 12, -600 / 14, -100 / 11]);
    expectValues(roc(of(0, 5), 1), [_, _]);
  });

  it('stoch of 3, 1, 2: raw 600/7, 200/6, 100/8, 300/7', () => {
    const { k, d } = stoch(bars, { period: 3, smooth: 1, signal: 2 });
    expectValues(k, [_, _, 600 / 7, 100 / 3, 12.5, 300 / 7]);
    expectValues(d, [_, _, _, (600 / 7 + 100 / 3) / 2, (100 / 3 + 12.5) / 2, (12.5 + 300 / 7) / 2]);
  });

  it('stoch is 0 where highest and lowest are the same', () => {
    const flat = of(7, 7, 7);
    expectValues(stoch({ high: flat, low: flat, close: flat }, { period: 2, smooth: 1, signal: 1 }).k, [_, 0, 0]);
  });

  it('drawdown: 0, 0, 0, 3/14, 6/14, 4/14', () => expectValues(drawdown(close), [0, 0, 0, 3 / 14, 6 / 14, 4 / 14]));
});

describe('what the plain functions refuse', () => {
  it.each([
    ['rsi 1', () => rsi(close, 1), 'period must be a whole number of at least 2'],
    ['volatility 1', () => volatility(close, 1, 365), 'period must be a whole number of at least 2'],
    ['macd 3 3', () => macd(close, { fast: 3, slow: 3, signal: 2 }), 'fast must be less than slow'],
    ['roc 0', () => roc(close, 0), 'period must be a whole number of at least 1'],
    ['stoch 2.5', () => stoch(bars, { period: 2.5, smooth: 1, signal: 1 }), 'period must be a whole number of at least 1'],
  ])('%s', (_name, call, message) => expect(call).toThrow(message));
});
