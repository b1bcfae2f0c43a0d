import type { CandleRow } from '@tideline/contracts';
import { joined, withCandle } from './candle-series';

const row = (at: number, close = at): CandleRow => [at, 1, 9, 0.5, close, 1];

describe('candle series', () => {
  it('replaces the forming candle and appends the next one', () => {
    const forming = withCandle([row(1), row(2)], row(2, 7));
    expect(forming).toEqual([row(1), row(2, 7)]);
    expect(withCandle(forming, row(3))).toEqual([row(1), row(2, 7), row(3)]);
  });

  it('puts a late candle where it belongs', () => {
    expect(withCandle([row(1), row(3)], row(2)).map(([at]) => at)).toEqual([1, 2, 3]);
    expect(withCandle([row(2)], row(1)).map(([at]) => at)).toEqual([1, 2]);
  });

  it('joins an older page in front and keeps the newer candle of a shared bucket', () => {
    expect(joined([row(1), row(2, 5)], [row(2, 7), row(3)])).toEqual([row(1), row(2, 7), row(3)]);
  });

  it('joins a tail into a series with a hole', () => {
    expect(joined([row(2, 9), row(3), row(4)], [row(1), row(2), row(6, 8)]).map(([at]) => at)).toEqual([1, 2, 3, 4, 6]);
  });
});
