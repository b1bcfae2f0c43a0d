import { toColumns } from './candle-columns';
import { calculate, indicatorKinds, readSpec } from './catalogue';

function keyOf(text: string): string {
  const spec = readSpec(text);
  return typeof spec === 'string' ? spec : spec.key;
}

describe('readSpec', () => {
  it.each([
    ['rsi:14', 'rsi:14'],
    [' RSI:14 ', 'rsi:14'],
    ['rsi', 'rsi:14'],
    ['macd', 'macd:12:26:9'],
    ['macd:5', 'macd:5:26:9'],
    ['bb:20:2.5', 'bb:20:2.5'],
    ['tr', 'tr'],
  ])('reads %j as %s', (text, key) => expect(keyOf(text)).toBe(key));

  it.each([
    ['sma:0', 'sma: period must be a whole number from 1 to 5000, an example is sma:20'],
    ['sma:-1', 'sma: period must be a whole number from 1 to 5000, an example is sma:20'],
    ['sma:1000000000', 'sma: period must be a whole number from 1 to 5000, an example is sma:20'],
    ['sma:2.5', 'sma: period must be a whole number from 1 to 5000, an example is sma:20'],
    ['sma:', 'sma: period must be a whole number from 1 to 5000, an example is sma:20'],
    ['sma:1e3', 'sma: period must be a whole number from 1 to 5000, an example is sma:20'],
    ['bb:20:0', 'bb: multiplier must be a number from 0.1 to 10, an example is bb:20:2'],
    ['macd:26:12:9', 'macd: fast must be less than slow, got 26 and 12'],
    ['tr:14', 'tr takes at most 0 parameters: tr'],
  ])('refuses %j: %s', (text, sentence) => expect(readSpec(text)).toBe(sentence));

  it.each(['', 'nonsense:14', 'constructor'])('says which indicators there are instead of %j', (text) => {
    expect(readSpec(text)).toMatch(/^there is no indicator ".*"; there are sma, ema, wma, bb,/);
  });
});

describe('the catalogue', () => {
  it('has each id once, in the letters that a spec may have', () => {
    const ids = indicatorKinds.map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
    expect(ids.filter((id) => !/^[a-z]+$/.test(id))).toEqual([]);
  });

  it('calculates sma:2 of closes 1, 3, 8 as NaN, 2, 5.5', () => {
    const spec = readSpec('sma:2');
    if (typeof spec === 'string') throw new Error(spec);
    const candles = toColumns([1, 3, 8].map((close, i) => [i, close, close, close, close, 1]));
    expect(calculate(spec, candles, { periodsPerYear: 365 })).toEqual([Float64Array.of(NaN, 2, 5.5)]);
  });
});
