import type { ScreenerRow } from '@tideline/contracts';
import type { ScreenFilter } from './screen-filter';
import { faultOf, filterText, loosenings, meets, readNumber, screened, shortNumber } from './screen-filter';

function row(symbol: string, rsi: number | null, change24h: number | null, volatility = 0.5): ScreenerRow {
  return {
    ...{ symbol, name: symbol, rank: 1, price: 10, change1h: null, change24h, change7d: null, volume24h: 2e9, marketCap: null },
    ...{ values: { 'rsi:14': rsi, 'volatility:30': volatility }, asOf: null, stale: false },
  };
}
const oversold: ScreenFilter = { column: 'rsi:14', comparison: 'lt', value: 30 };
const rising: ScreenFilter = { column: 'change24h', comparison: 'gt', value: 0 };

describe('screen filters', () => {
  it.each([
    ['30', 30],
    [' \u22122.5 % ', -2.5],
    ['1,000', 1000],
    ['$200M', 2e8],
    ['1.5b', 1.5e9],
    ['.5', 0.5],
  ])('reads %j as %p', (text, value) => expect(readNumber(text)).toBeCloseTo(value, 9));
  it.each(['', 'x', '1.5bn', '--2', '1e9', 'NaN', '∞'])('takes %j for no number', (text) => expect(readNumber(text)).toBeNull());

  it('says what is wrong: nothing, no number, RSI 130, a negative price, +3 % from the high', () => {
    expect(faultOf('rsi:14', '')).toBe('Enter a number.');
    expect(faultOf('rsi:14', 'abc')).toMatch(/not a number/);
    expect(faultOf('rsi:14', '130')).toBe('RSI (14) lies between 0 and 100.');
    expect(faultOf('price', '-1')).toBe('Price is never below 0.');
    expect(faultOf('high:90d', '3')).toMatch(/between \u2212100 and 0/);
    expect([faultOf('rsi:14', '30'), faultOf('change24h', '-5')]).toEqual(['', '']);
  });

  it('keeps RSI 29.9 below 30 but not 30, judges volatility in percent, and cannot judge what is not known', () => {
    expect([meets(row('A', 29.9, 1), oversold), meets(row('A', 30, 1), oversold), meets(row('A', null, 1), oversold)]).toEqual([
      true,
      false,
      null,
    ]);
    expect(meets(row('A', 1, 1, 0.5), { column: 'volatility:30', comparison: 'gt', value: 49 })).toBe(true);
  });

  it('finds A, counts B (RSI not known) as not judged, and C (falls, RSI not known) as judged', () => {
    const { rows, unjudged } = screened([row('A', 20, 1), row('B', null, 1), row('C', null, -1), row('D', 50, 1)], [oversold, rising]);
    expect([rows.map(({ symbol }) => symbol), unjudged]).toEqual([['A'], 1]);
  });

  it('says that 2 coins rise and 1 is oversold when none is both', () => {
    const found = loosenings([row('A', 20, -1), row('B', 60, 1), row('C', 70, 2)], [oversold, rising]);
    expect(found).toEqual([
      { filter: oversold, count: 2 },
      { filter: rising, count: 1 },
    ]);
  });

  it('puts filters in words and big numbers in short', () => {
    expect(filterText(oversold)).toBe('RSI (14) below 30');
    expect(filterText({ column: 'volume24h', comparison: 'gt', value: 1.5e9 })).toBe('Volume, 24 hours above $1.5B');
    expect([shortNumber(-2.5), shortNumber(2e8), shortNumber(0.1 + 0.2), shortNumber(12_345)]).toEqual([
      '\u22122.5',
      '200M',
      '0.3',
      '12345',
    ]);
    expect(readNumber(shortNumber(1_234_567))).toBe(1_234_567);
  });
});
