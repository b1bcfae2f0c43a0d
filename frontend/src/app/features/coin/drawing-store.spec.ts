import type { ChartDrawing } from '../../ui/candle-chart/chart-model';
import { drawingsOf, withDrawings } from './drawing-store';

const level: ChartDrawing = { id: 'a', kind: 'level', price: 67_000 };
const trend: ChartDrawing = { id: 'b', kind: 'trend', from: { at: 1, price: 2 }, to: { at: 3, price: 4 } };

describe('drawings of a coin', () => {
  it('come back for BTC and not for ETH, and those of SOL stay', () => {
    const kept = withDrawings({ SOL: [trend] }, 'BTC', [level, trend]);
    expect([drawingsOf(kept, 'BTC'), drawingsOf(kept, 'ETH'), drawingsOf(kept, 'SOL')]).toEqual([[level, trend], [], [trend]]);
  });

  it('leave no trace when the last one is removed', () => {
    expect(withDrawings(withDrawings({}, 'BTC', [level]), 'BTC', [])).toEqual({});
  });

  it('drop what is no drawing: a price "12", a kind "circle", a trend line with one end', () => {
    const others = [
      { id: 'c', kind: 'level', price: '12' },
      { id: 'd', kind: 'circle' },
      { id: 'e', kind: 'trend', from: trend.from },
      null,
    ];
    expect(drawingsOf({ BTC: [level, ...others] }, 'BTC')).toEqual([level]);
  });

  it('keep the newest 50 of 51', () => {
    const many = Array.from({ length: 51 }, (_, i): ChartDrawing => ({ id: String(i), kind: 'level', price: i }));
    expect(drawingsOf(withDrawings({}, 'BTC', many), 'BTC')).toEqual(many.slice(1));
  });
});
