import fc from 'fast-check';
import { usingStep } from './totp-steps';

describe('used steps of a second factor', () => {
  it('takes step 100 once, 99 afterwards once, and 100 never again', () => {
    expect(usingStep([], 100)).toEqual([100]);
    expect(usingStep([100], 100)).toBeNull();
    expect(usingStep([100], 99)).toEqual([100, 99]);
    expect(usingStep([100, 99], 100)).toBeNull();
  });

  it('takes no step twice while the clock is moved to and fro within a day, and keeps at most a day of steps', () => {
    const moves = fc.array(fc.integer({ min: 60_000_000, max: 60_002_800 }), { maxLength: 200 });
    fc.assert(
      fc.property(moves, (steps) => {
        let used: number[] = [];
        for (const step of steps) used = usingStep(used, step) ?? used;
        expect(used).toEqual([...new Set(steps)]);
      }),
    );
    expect(usingStep([1, 2, 5_000], 10_000)).toEqual([10_000]);
  });
});
