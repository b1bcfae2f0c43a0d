import fc from 'fast-check';
import { absoluteMs, expiryOf, rotationOf, slidingMs, type SentToken } from './refresh-rotation';

const now = Date.UTC(2026, 0, 31);
const fresh: SentToken = { usedAt: null, expiresAt: now + slidingMs, sessionEndsAt: now + absoluteMs, sessionEndedAt: null };
const hour = 3_600_000;

describe('rotationOf', () => {
  it.each([
    ['the newest token', fresh, 'rotate'],
    ['one that expires this very moment', { ...fresh, expiresAt: now }, 'ended'],
    ['one used 10 s ago', { ...fresh, usedAt: now - 10_000 }, 'repeat'],
    ['one used 10.001 s ago', { ...fresh, usedAt: now - 10_001 }, 'replayed'],
    ['one used before the clock was set back by 1 h', { ...fresh, usedAt: now + hour }, 'replayed'],
    ['one used within 10 s though it has expired since', { ...fresh, usedAt: now - 1, expiresAt: now - 1 }, 'repeat'],
    ['an old one whose time is over, too', { ...fresh, usedAt: now - hour, expiresAt: now - 1 }, 'replayed'],
    ['the newest token of an ended session', { ...fresh, sessionEndedAt: now - 1 }, 'ended'],
    ['a replayed token of an ended session', { ...fresh, usedAt: now - hour, sessionEndedAt: now - 1 }, 'ended'],
    ['the newest token after 30 days', { ...fresh, sessionEndsAt: now }, 'ended'],
  ] as [string, SentToken, string][])('says of %s: %j is %s', (_what, token, expected) => {
    expect(rotationOf(token, now)).toBe(expected);
  });

  it('never continues a session past its 30 days, however often it is used', () => {
    const steps = fc.array(fc.integer({ min: 1, max: slidingMs }), { maxLength: 100 });
    fc.assert(
      fc.property(steps, (waits) => {
        let at = now;
        let expiresAt = expiryOf(at, now + absoluteMs);
        for (const wait of waits) {
          at += wait;
          if (rotationOf({ ...fresh, expiresAt }, at) !== 'rotate') return at >= expiresAt && expiresAt <= now + absoluteMs;
          expiresAt = expiryOf(at, now + absoluteMs);
        }
        return at < now + absoluteMs;
      }),
    );
  });
});
