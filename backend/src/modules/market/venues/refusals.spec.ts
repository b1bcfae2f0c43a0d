import { refusalReason, retryAfterMs } from './refusals';

describe('refusalReason', () => {
  it.each([
    [451, 'not available in your region (HTTP 451)'],
    [403, 'access denied (HTTP 403)'],
    [429, 'too many requests (HTTP 429)'],
    [500, 'HTTP 500'],
  ])('names %i "%s"', (status, reason) => {
    expect(refusalReason(status)).toBe(reason);
  });
});

describe('retryAfterMs', () => {
  const now = Date.UTC(2026, 0, 1);
  it.each([
    ['53', 53_000],
    ['0', 0],
    ['-5', 0],
    ['Thu, 01 Jan 2026 00:00:30 GMT', 30_000],
    ['Wed, 31 Dec 2025 23:59:00 GMT', 0],
    ['99999999999', 3 * 24 * 3_600_000],
    ['soon', null],
    ['', null],
    [undefined, null],
  ])('reads %s as %s ms', (header, expected) => {
    expect(retryAfterMs(header, now)).toBe(expected);
  });
});
