import type { CandleRow } from '@tideline/contracts';
import { visibleBars } from './visible-bars';

const series: CandleRow[] = Array.from({ length: 100 }, (_, i) => [i * 60_000, i, i + 2, i - 1, i + 1, 10]);

describe('visible bars', () => {
  it('cuts the window out as it is when there is room', () => {
    const { bars, merged } = visibleBars(series, { start: 10.4, count: 5 }, 100);
    expect(merged).toBe(1);
    expect(bars.map(([at]) => at / 60_000)).toEqual([10, 11, 12, 13, 14, 15]);
  });

  it('merges four candles into one bar when 100 meet room for 25', () => {
    const { bars, merged } = visibleBars(series, { start: 0, count: 100 }, 25);
    expect(merged).toBe(4);
    expect(bars).toHaveLength(25);
    expect(bars[1]).toEqual([4 * 60_000, 4, 9, 3, 8, 40]);
  });

  it('keeps the borders of merged bars while the view moves by one', () => {
    const a = visibleBars(series, { start: 40, count: 50 }, 10);
    const b = visibleBars(series, { start: 41, count: 50 }, 10);
    expect(b.bars[1]?.[0]).toBe(a.bars[1]?.[0]);
  });

  it('gives nothing for an empty series', () => {
    expect(visibleBars([], { start: 0, count: 10 }, 10).bars).toEqual([]);
  });
});
