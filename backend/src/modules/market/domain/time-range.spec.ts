import { bucketsIn, intervalFor, readRange } from './time-range';

const now = 1_769_860_800_000;
const hourMs = 3_600_000;

describe('readRange', () => {
  it.each([
    [{ period: '24h' as const }, { from: now - 24 * hourMs, to: now }],
    [
      { from: 5, to: 9 },
      { from: 5, to: 9 },
    ],
    [{ from: 5 }, { from: 5, to: now }],
    [{ to: 9 }, null],
    [{}, null],
  ])('reads %j as %j', (asked, range) => {
    expect(readRange(asked, now)).toEqual(range);
  });

  it.each([
    [{ period: '1h' as const, from: 1 }, /not for both/],
    [{ period: '1h' as const, to: 1 }, /not for both/],
    [{ from: 9, to: 9 }, /from must be before to$/],
    [{ from: now }, /which is now/],
  ])('refuses %j', (asked, words) => {
    expect(() => readRange(asked, now)).toThrow(words);
  });
});

describe('intervalFor', () => {
  it('shows any span up to 15 years in at most 750 points, and no coarser than needed', () => {
    for (let hours = 1; hours < 24 * 365 * 14; hours = Math.ceil(hours * 1.3)) {
      const range = { from: now - hours * hourMs, to: now };
      expect(bucketsIn(range, intervalFor(range))).toBeLessThanOrEqual(750);
    }
    expect(intervalFor({ from: now - 750 * 60_000, to: now })).toBe('1m');
    expect(intervalFor({ from: now - 751 * 60_000, to: now })).toBe('5m');
  });
});
