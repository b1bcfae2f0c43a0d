import { dotsPath, extentOf, linePath, roundTicks, share } from './plot-scale';

describe('plot scale', () => {
  it('spans 3, −1, 2 from −1 to 3, a lone 200 from 198 to 202, nothing by nothing', () => {
    expect([extentOf([3, -1, 2]), extentOf([200]), extentOf([])]).toEqual([{ low: -1, high: 3 }, { low: 198, high: 202 }, null]);
  });
  it('marks 94 to 107 at 95, 100, 105 and −0.03 to 0.02 at −0.02, 0, 0.02', () => {
    expect(roundTicks({ low: 94, high: 107 }, 3)).toEqual([95, 100, 105]);
    expect(roundTicks({ low: -0.03, high: 0.02 }, 3)).toEqual([-0.02, 0, 0.02]);
  });
  it('finds 25 a quarter of the way from 0 to 100, and 0 in the middle of −2 to 2', () => {
    expect([share(25, { low: 0, high: 100 }), share(0, { low: -2, high: 2 })]).toEqual([25, 50]);
  });
  it('breaks the line at a missing value', () => {
    expect(
      linePath([
        [0, 0],
        [50, 100],
        [75, null],
        [100, 50],
      ]),
    ).toBe('M0.00 100.00L50.00 0.00M100.00 50.00');
  });
  it('draws one dot for each point', () =>
    expect(
      dotsPath([
        [10, 20],
        [30, 40],
      ]),
    ).toBe('M10.00 80.00h0M30.00 60.00h0'));
});
