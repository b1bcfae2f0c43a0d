import type { PriceGrid } from './price-grid';
import { volatilities } from './volatilities';

/** A grid of rows, one series each; NaN where a bar is missing. */
function grid(...rows: number[][]): PriceGrid {
  return { series: rows.length, slots: rows[0]?.length ?? 0, closes: Float64Array.from(rows.flat()) };
}

describe('volatilities', () => {
  it('of returns ln 2, −ln 2, 0 is ln 2 a period, and twice that with 4 periods a year', () => {
    expect(volatilities(grid([1, 2, 1, 1]), 1).values[0]).toBeCloseTo(Math.LN2, 14);
    expect(volatilities(grid([1, 2, 1, 1]), 4).values[0]).toBeCloseTo(2 * Math.LN2, 14);
  });

  it('is 0 where nothing moves and NaN with 2 returns, since a missing bar takes two away', () => {
    const { values, observations } = volatilities(grid([5, 5, 5, 5, 5], [1, 2, NaN, 2, 3]), 365);
    expect([...values]).toEqual([0, NaN]);
    expect([...observations]).toEqual([4, 2]);
  });

  it('of a grid without slots is NaN', () => {
    expect([...volatilities({ series: 1, slots: 0, closes: new Float64Array(0) }, 365).values]).toEqual([NaN]);
  });
});
