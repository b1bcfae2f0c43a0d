import type { Coverage } from '@tideline/contracts';
import { coverageDays, dayMs } from './coverage-days';

const start = Date.UTC(2026, 0, 1);
const coverage = (missing: Coverage['missing']): Coverage => ({ symbol: 'BTC', observedMs: 0, missing, backfill: { done: 1, total: 1 } });

describe('coverage days', () => {
  it('marks a hole of 6 hours in its own day only', () => {
    const days = coverageDays(
      coverage([[start + dayMs, start + dayMs + 6 * 3_600_000, 'unrepaired']]),
      start,
      start + 3 * dayMs,
      start + 3 * dayMs,
    );
    expect(days.map((day) => day.level)).toEqual(['full', 'some', 'full']);
    expect(days[1]?.complete).toBeCloseTo(0.75);
  });

  it('tells days known by candles from days that are missing', () => {
    const days = coverageDays(
      coverage([
        [start, start + dayMs, 'candles_only'],
        [start + dayMs, start + 2 * dayMs, 'unrepaired'],
      ]),
      start,
      start + 2 * dayMs,
      start + 3 * dayMs,
    );
    expect(days.map((day) => day.level)).toEqual(['candles', 'none']);
  });

  it('counts the running day up to now, so that a complete morning is full', () => {
    const noon = start + dayMs / 2;
    expect(coverageDays(coverage([]), start, start + dayMs, noon)[0]?.level).toBe('full');
    const notNotedYet = coverage([[noon - 12_000, noon, 'unrepaired']]);
    expect(coverageDays(notNotedYet, start, start + dayMs, noon)[0]?.level).toBe('full');
  });
});
