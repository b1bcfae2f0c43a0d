import type { ChartDrawing } from '../../ui/candle-chart/chart-model';
import { keepDrawings, keptDrawings } from './drawing-store';

const level: ChartDrawing = { id: 'a', kind: 'level', price: 67_000 };
const trend: ChartDrawing = { id: 'b', kind: 'trend', from: { at: 1, price: 2 }, to: { at: 3, price: 4 } };

describe('drawings of a coin', () => {
  beforeEach(() => localStorage.clear());

  it('come back for BTC and not for ETH', () => {
    keepDrawings('BTC', [level, trend]);
    expect(keptDrawings('BTC')).toEqual([level, trend]);
    expect(keptDrawings('ETH')).toEqual([]);
  });

  it('leave no trace when the last one is removed', () => {
    keepDrawings('BTC', [level]);
    keepDrawings('BTC', []);
    expect(localStorage.length).toBe(0);
  });

  it('drop what is no drawing: a price "12", a kind "circle", a trend line with one end, text that is no JSON', () => {
    const kept = [
      level,
      { id: 'c', kind: 'level', price: '12' },
      { id: 'd', kind: 'circle' },
      { id: 'e', kind: 'trend', from: { at: 1, price: 2 } },
      null,
    ];
    localStorage.setItem('tideline.drawings.BTC', JSON.stringify(kept));
    expect(keptDrawings('BTC')).toEqual([level]);
    localStorage.setItem('tideline.drawings.BTC', '{');
    expect(keptDrawings('BTC')).toEqual([]);
  });
});
