import fc from 'fast-check';
import { backOffMs } from './back-off';

describe('backOffMs', () => {
  it.each([
    [1, 500, 1_000],
    [2, 500, 2_000],
    [6, 500, 30_000],
    [1000, 500, 30_000],
  ])('waits before try %i between %i and %i ms', (attempt, least, most) => {
    expect(backOffMs(attempt, 500, 30_000, () => 0)).toBe(least);
    expect(backOffMs(attempt, 500, 30_000, () => 1)).toBe(most);
  });

  it('never leaves 0.5 s to 30 s', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 10_000 }), fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }), (attempt, chance) => {
        const wait = backOffMs(attempt, 500, 30_000, () => chance);
        return wait >= 500 && wait <= 30_000;
      }),
    );
  });
});
