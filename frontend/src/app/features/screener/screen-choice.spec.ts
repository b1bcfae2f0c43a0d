import type { ScreenerRow } from '@tideline/contracts';
import { plainScreen, readScreen, sameScreen, screenParams, sorted } from './screen-choice';

function row(symbol: string, rank: number | null, rsi: number | null): ScreenerRow {
  return {
    ...{ symbol, name: symbol, rank, price: 1, change1h: null, change24h: null, change7d: null, volume24h: null, marketCap: null },
    ...{ values: { 'rsi:14': rsi }, asOf: null, stale: false },
  };
}
const symbols = (rows: ScreenerRow[]): string => rows.map(({ symbol }) => symbol).join(' ');

describe('a screen', () => {
  it('comes back from its own address', () => {
    const query = {
      where: 'rsi:14~lt~30,change24h~gt~-2.5',
      ...{ sort: 'rsi:14', order: 'asc', columns: 'price,rsi:14', interval: '4h' },
    };
    expect(screenParams(readScreen(query))).toEqual(query);
  });

  it('has a bare address when it is the plain one', () => {
    expect(Object.values(screenParams(plainScreen))).toEqual([null, null, null, null, null]);
    expect(sameScreen(readScreen({}), plainScreen)).toBe(true);
  });

  it.each(['rsi:14~lt~', 'rsi:14~lt~x', 'rsi:14~lt~300', 'evil~lt~1', 'rsi:14~eq~1', '~~', 'rsi:14'])('leaves the filter %j out', (where) =>
    expect(readScreen({ where }).filters).toEqual([]),
  );

  it('keeps 10 of 12 filters', () => {
    const where = Array.from({ length: 12 }, (_, i) => `price~gt~${i}`).join(',');
    expect(readScreen({ where }).filters).toHaveLength(10);
  });

  it('starts RSI from the largest and rank from the first', () => {
    expect([readScreen({ sort: 'rsi:14' }).order, readScreen({ sort: 'rank' }).order, readScreen({ sort: 'x' }).sort]).toEqual([
      'desc',
      'asc',
      'rank',
    ]);
  });

  it('sorts with what is not known last, up and down, and by name', () => {
    const rows = [row('B', 2, null), row('A', 1, 40), row('C', null, 60)];
    expect([symbols(sorted(rows, 'rsi:14', 'desc')), symbols(sorted(rows, 'rsi:14', 'asc'))]).toEqual(['C A B', 'A C B']);
    expect([symbols(sorted(rows, 'rank', 'asc')), symbols(sorted(rows, 'name', 'desc'))]).toEqual(['A B C', 'C B A']);
  });
});
