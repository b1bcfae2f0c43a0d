import { newest, pan, sameWindow, showsNewest, zoom } from './chart-window';

describe('chart window', () => {
  it('shows the newest 200 of 1000 candles with room at the right', () => {
    const view = newest(1000, 200);
    expect(view.count).toBe(200);
    expect(view.start + view.count).toBeCloseTo(1008);
    expect(showsNewest(view, 1000)).toBe(true);
  });

  it('keeps what is under the cursor in place while zooming in', () => {
    const view = { start: 100, count: 100 };
    const nearer = zoom(view, 0.25, 0.5, 1000);
    expect(nearer.count).toBe(50);
    expect(nearer.start + 0.25 * nearer.count).toBeCloseTo(125);
  });

  it('never shows fewer than 10 bars nor leaves the series', () => {
    expect(zoom({ start: 0, count: 20 }, 0, 0.01, 1000).count).toBe(10);
    expect(pan({ start: 5, count: 50 }, -100, 1000).start).toBe(0);
    const last = pan({ start: 900, count: 50 }, 5000, 1000);
    expect(last.start).toBeCloseTo(952);
  });

  it('tells a view that was moved by one bar from the one that follows the newest', () => {
    expect(sameWindow(newest(1000, 200), newest(1000, 200))).toBe(true);
    expect(sameWindow(pan(newest(1000, 200), -1, 1000), newest(1000, 200))).toBe(false);
  });

  it('does not move a series shorter than the view', () => {
    expect(newest(3, 200)).toEqual({ start: 0, count: 10 });
    expect(pan({ start: 0, count: 10 }, 5, 3).start).toBe(0);
  });
});
