import { countTry, waitAfter, type Failures } from './sign-in-backoff';

const now = Date.UTC(2026, 0, 31);
const day = 86_400_000;

describe('sign-in back-off', () => {
  it.each([
    [0, 0],
    [4, 0],
    [5, 5_000],
    [6, 10_000],
    [12, 640_000],
    [13, 900_000],
    [500, 900_000],
  ])('waits after %i failures: %i ms', (failures, wait) => {
    expect(waitAfter(failures)).toBe(wait);
  });

  it('counts five tries in one instant, then lets none pass', () => {
    let past: Failures | null = null;
    let counted = 0;
    for (let i = 0; i < 100; i += 1) {
      const verdict = countTry(past, now);
      if ('failures' in verdict) {
        past = verdict.failures;
        counted += 1;
      }
    }
    expect(counted).toBe(5);
    expect(countTry(past, now + 4_999)).toEqual({ waitMs: 1 });
    expect(countTry(past, now + 5_000)).toEqual({ failures: { count: 6, lastAt: now + 5_000 } });
  });

  it('lets a guesser try fewer than 110 times a day', () => {
    let past: Failures | null = null;
    let counted = 0;
    for (let at = now; at < now + day; at += 1_000) {
      const verdict = countTry(past, at);
      if ('failures' in verdict) {
        past = verdict.failures;
        counted += 1;
      }
    }
    expect(counted).toBeLessThan(110);
  });

  it('forgets after a day, and waits no longer when the clock is set back by 1 h', () => {
    expect(countTry({ count: 40, lastAt: now }, now + day + 1)).toEqual({ failures: { count: 1, lastAt: now + day + 1 } });
    expect(countTry({ count: 5, lastAt: now }, now - 3_600_000)).toEqual({ failures: { count: 6, lastAt: now - 3_600_000 } });
  });
});
