import fc from 'fast-check';
import { readConfig } from '../config/config';
import { anonymous, type AccountIdentity } from '../access/identity';
import { LocalCounts, limitRules } from './limit-counts';
import { PageCookie } from './page-cookie';
import { RateLimits, type LimitedCaller, type Verdict } from './rate-limit';

const hour = 3_600_000;
const page = new PageCookie(Buffer.alloc(32, 1), false);
const cookie = page.issue(Date.now()).split(';')[0] ?? '';
const ownPage = { 'sec-fetch-site': 'same-origin', cookie };

const account = (accountId: string, keyId: string | null = null): AccountIdentity => ({
  kind: 'account',
  accountId,
  role: 'user',
  scopes: ['read'],
  sessionId: keyId === null ? 'a session' : null,
  keyId,
  expiresAt: null,
});

/** Limits on a clock that a test moves. */
function open(environment: Record<string, string> = {}) {
  const clock = { now: 0 };
  const rules = limitRules(readConfig(environment));
  const limits = new RateLimits(rules, new LocalCounts(rules, () => clock.now), page);
  const judge = (caller: Partial<LimitedCaller> = {}): Verdict => {
    const verdict = limits.judge({ address: '203.0.113.1', headers: {}, identity: anonymous, ...caller });
    if (verdict instanceof Promise) throw new Error('memory answers at once');
    return verdict;
  };
  const passing = (tries: number, caller: Partial<LimitedCaller> = {}): number =>
    Array.from({ length: tries }, () => judge(caller)).filter(({ refusedBy }) => refusedBy === null).length;
  return { clock, limits, judge, passing };
}

describe('RateLimits', () => {
  it('lets 100 of 150 anonymous requests an hour pass, 100 more after it, at its very border', () => {
    const { clock, passing } = open();
    expect(passing(150)).toBe(100);
    clock.now = hour - 1;
    expect(passing(1)).toBe(0);
    clock.now = hour;
    expect(passing(150)).toBe(100);
  });

  it('keeps no caller waiting longer than a window when the clock is set back by an hour, and lets no more pass', () => {
    const { clock, judge, passing } = open();
    expect(passing(60)).toBe(60);
    clock.now = -hour;
    expect(passing(60)).toBe(40);
    expect(judge().retryAfterSeconds).toBe(3600);
    clock.now = 0;
    expect(passing(150)).toBe(100);
  });

  it('starts anew when the clock is set forward by an hour', () => {
    const { clock, passing } = open();
    expect(passing(150)).toBe(100);
    clock.now = hour;
    expect(passing(150)).toBe(100);
  });

  it('counts 1000 an hour for an account, over all its sessions and addresses, and for each key by itself', () => {
    const { passing } = open({ RATE_LIMIT_BURST: '100000/minute' });
    const one = { ...account('a'), sessionId: 'another session' };
    expect(passing(600, { identity: account('a') })).toBe(600);
    expect(passing(600, { identity: one, address: '203.0.113.2' })).toBe(400);
    expect(passing(1100, { identity: account('a', 'k1') })).toBe(1000);
    expect(passing(1100, { identity: account('a', 'k2') })).toBe(1000);
    expect(passing(1100, { identity: account('b') })).toBe(1000);
    expect(passing(150)).toBe(100);
  });

  it.each([
    ['anonymous', anonymous],
    ['signed in', account('a')],
    ['a key', account('a', 'k1')],
  ])('counts our own page, %s, against the ceiling only', (_title, identity) => {
    const { judge, passing } = open();
    expect(judge({ headers: ownPage, identity })).toMatchObject({ policy: '"ceiling";q=600;w=60', standing: '"ceiling";r=599;t=60' });
    expect(passing(700, { headers: ownPage, identity })).toBe(599);
    expect(judge({ headers: ownPage, identity })).toMatchObject({ refusedBy: 'ceiling', retryAfterSeconds: 60 });
  });

  it('takes no quota for what the ceiling refuses', () => {
    const { clock, judge, passing } = open({ RATE_LIMIT_BURST: '10/minute' });
    expect(passing(50)).toBe(10);
    expect(judge().standing).toBe('"ceiling";r=0;t=60, "anonymous";r=90;t=3600');
    clock.now = 60_000;
    expect(passing(50)).toBe(10);
  });

  it('names the policy that binds first, and both in the policy', () => {
    const { judge, passing } = open();
    expect(judge({ identity: account('a') })).toEqual({
      refusedBy: null,
      retryAfterSeconds: 0,
      policy: '"authenticated";q=1000;w=3600, "ceiling";q=600;w=60',
      standing: '"ceiling";r=599;t=60, "authenticated";r=999;t=3600',
    });
    expect(judge().standing).toBe('"anonymous";r=99;t=3600, "ceiling";r=598;t=60');
    passing(99);
    expect(judge()).toMatchObject({ refusedBy: 'anonymous', retryAfterSeconds: 3600 });
  });

  it('counts what each policy refuses', () => {
    const { limits, passing } = open({ RATE_LIMIT_AUTHENTICATED: '3/hour', RATE_LIMIT_BURST: '120/minute' });
    passing(10, { identity: account('a') });
    passing(110, { address: '203.0.113.8' });
    passing(125, { address: '203.0.113.9', headers: ownPage });
    expect(limits.hits).toEqual({ authenticated: 7, anonymous: 10, ceiling: 5 });
  });

  it('refuses an address that has reached the ceiling before anything else is done for it', () => {
    const { clock, limits, passing } = open({ RATE_LIMIT_BURST: '5/minute' });
    expect(limits.refusal('203.0.113.1')).toBeNull();
    expect(passing(6)).toBe(5);
    expect(limits.refusal('203.0.113.1')).toMatchObject({ refusedBy: 'ceiling', retryAfterSeconds: 60 });
    expect(limits.refusal('203.0.113.2')).toBeNull();
    clock.now = 60_000;
    expect(limits.refusal('203.0.113.1')).toBeNull();
  });

  it('lets exactly the smaller of quota and what the ceilings of its windows leave pass, whoever asks when', () => {
    const steps = fc.array(fc.tuple(fc.constantFrom('203.0.113.1', '203.0.113.2'), fc.nat(30_000)), { maxLength: 300 });
    fc.assert(
      fc.property(steps, (asks) => {
        const { clock, judge } = open({ RATE_LIMIT_AUTHENTICATED: '20/hour', RATE_LIMIT_BURST: '6/minute' });
        const model = new Map<string, { endsAt: number; count: number }>();
        const opened = (name: string, lengthMs: number) => {
          const known = model.get(name);
          const window = known !== undefined && known.endsAt > clock.now ? known : { endsAt: clock.now + lengthMs, count: 0 };
          model.set(name, window);
          return window;
        };
        for (const [who, waitMs] of asks) {
          clock.now += waitMs;
          const ceiling = opened(`ceiling ${who}`, 60_000);
          const inCeiling = ceiling.count < 6;
          if (inCeiling) ceiling.count += 1;
          const quota = inCeiling ? opened('quota', hour) : null;
          const passes = quota !== null && quota.count < 20;
          if (passes && quota !== null) quota.count += 1;
          expect(judge({ address: who, identity: account('a') }).refusedBy === null).toBe(passes);
        }
      }),
    );
  });
});
