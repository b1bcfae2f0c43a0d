import { nextTry } from './mail-retry';

const at = Date.parse('2026-01-31T12:00:00Z');
const seconds = 1_000;
const hours = 3_600_000;

describe('the next try of a mail', () => {
  it.each([
    [1, 30],
    [2, 60],
    [5, 480],
    [6, 900],
    [90, 900],
  ])('comes after failure %i in %i s', (attempts, pause) => {
    expect(nextTry(attempts, at, at)).toBe(at + pause * seconds);
  });

  it('is the last one 24 hours after the promise', () => {
    expect(nextTry(1, at, at + 24 * hours - 30 * seconds)).toBe(at + 24 * hours);
    expect(nextTry(1, at, at + 24 * hours - 29 * seconds)).toBeNull();
    // A process that was down all the time still gives it one try before.
    expect(nextTry(1, at, at + 48 * hours)).toBeNull();
  });
});
