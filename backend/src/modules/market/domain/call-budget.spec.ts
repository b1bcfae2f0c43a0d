import { callsAllowedBy, monthOf } from './call-budget';

const budget = { perMonth: 10_000, inHand: 100 };

describe('a month of calls', () => {
  it('begins with those in hand, has half after half of the month, and ends with 10,000', () => {
    expect(callsAllowedBy(budget, Date.UTC(2026, 10, 1))).toBe(100);
    expect(callsAllowedBy(budget, Date.UTC(2026, 10, 16))).toBe(5_100);
    expect(callsAllowedBy(budget, Date.UTC(2026, 11, 1) - 1)).toBe(10_000);
  });

  it('lasts for a poll every 5 minutes and one each hour, at every moment of a month of 31 days', () => {
    const start = Date.UTC(2026, 11, 1);
    for (let minute = 0; minute < 31 * 1_440; minute += 5) {
      const used = minute / 5 + 1 + Math.floor(minute / 60) + 1;
      if (used > callsAllowedBy(budget, start + minute * 60_000)) throw new Error(`not enough at minute ${minute}`);
    }
  });

  it('is named by year and month in UTC', () => {
    expect(monthOf(Date.UTC(2026, 11, 31, 23, 59))).toBe('2026-12');
    expect(monthOf(Date.UTC(2027, 0, 1))).toBe('2027-01');
  });
});
