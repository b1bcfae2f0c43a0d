import fc from 'fast-check';
import { FixedWindows } from './fixed-windows';

const rule = { limit: 3, windowSeconds: 10 };

describe('FixedWindows', () => {
  it('lets 3 in 10 s pass, refuses the 4th, and starts anew when the window has ended', () => {
    const windows = new FixedWindows(rule);
    expect([0, 1, 2].map((at) => windows.take('a', at * 1000))).toEqual([
      { allowed: true, remaining: 2, resetSeconds: 10 },
      { allowed: true, remaining: 1, resetSeconds: 9 },
      { allowed: true, remaining: 0, resetSeconds: 8 },
    ]);
    expect(windows.take('a', 9_001)).toEqual({ allowed: false, remaining: 0, resetSeconds: 1 });
    expect(windows.take('a', 10_000)).toEqual({ allowed: true, remaining: 2, resetSeconds: 10 });
  });

  it('counts each caller for itself', () => {
    const windows = new FixedWindows(rule);
    for (let n = 0; n < 5; n += 1) windows.take('a', 0);
    expect(windows.take('b', 0).remaining).toBe(2);
  });

  it('holds at most its capacity, giving up the oldest window, and forgets windows that have ended', () => {
    const windows = new FixedWindows(rule, 100);
    for (let n = 0; n < 1000; n += 1) windows.take(`caller ${n}`, n);
    expect(windows.size).toBeLessThanOrEqual(100);
    for (let n = 0; n < 60; n += 1) windows.take(`later ${n}`, 60_000);
    expect(windows.size).toBeLessThanOrEqual(60);
  });

  it('never lets more than the limit pass within one window, whoever asks when', () => {
    const asks = fc.array(fc.tuple(fc.constantFrom('a', 'b', 'c'), fc.integer({ min: 0, max: 4000 })), { maxLength: 200 });
    fc.assert(
      fc.property(asks, (steps) => {
        const windows = new FixedWindows(rule);
        const starts = new Map<string, { at: number; passed: number }>();
        let now = 0;
        for (const [caller, wait] of steps) {
          now += wait;
          const known = starts.get(caller);
          const window = known !== undefined && now < known.at + 10_000 ? known : { at: now, passed: 0 };
          starts.set(caller, window);
          if (windows.take(caller, now).allowed) window.passed += 1;
          expect(window.passed).toBeLessThanOrEqual(3);
        }
      }),
    );
  });
});
