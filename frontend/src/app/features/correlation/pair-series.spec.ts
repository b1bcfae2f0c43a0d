import { pairSeries } from './pair-series';

describe('pairSeries', () => {
  it('makes 110 then 99 of +10 % and −10 %, and 100 of returns that cancel', () => {
    const { times, first, second, returns } = pairSeries([
      [1000, Math.log(1.1), 0.02],
      [2000, Math.log(0.9), -0.02],
    ]);
    expect(times).toEqual([1000, 2000]);
    expect(first.map((value) => value.toFixed(6))).toEqual(['110.000000', '99.000000']);
    expect(second[1]).toBeCloseTo(100, 12);
    expect(returns[0]?.[0]).toBeCloseTo(10, 10);
  });
  it('gives nothing of nothing', () => expect(pairSeries([])).toEqual({ times: [], first: [], second: [], returns: [] }));
});
