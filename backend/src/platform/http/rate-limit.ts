import type { IncomingHttpHeaders } from 'node:http';
import type { RateLimitRule } from '../config/config';
import { addressKey } from './caller-address';
import { FixedWindows, type Standing } from './fixed-windows';
import type { PageCookie } from './page-cookie';

/** What the limits say about one request, with the header values that every API answer carries. */
export interface Verdict {
  allowed: boolean;
  retryAfterSeconds: number;
  policy: string;
  standing: string;
}

/** Answers whether a request may pass. */
export interface RateLimits {
  judge(address: string, headers: IncomingHttpHeaders): Verdict;
}

/**
 * Rate limits of one process, in memory: a ceiling per address for everybody, and the anonymous quota for who is not our own page.
 * Headers follow the IETF draft "RateLimit header fields for HTTP": `"anonymous";q=100;w=3600` and `"anonymous";r=99;t=3600`.
 */
export class LocalRateLimits implements RateLimits {
  private readonly ceiling: FixedWindows;
  private readonly anonymous: FixedWindows;
  private readonly ceilingPolicy: string;
  private readonly anonymousPolicy: string;

  constructor(
    rules: { anonymous: RateLimitRule; burst: RateLimitRule },
    private readonly page: PageCookie,
    private readonly now: () => number = Date.now,
  ) {
    this.ceiling = new FixedWindows(rules.burst);
    this.anonymous = new FixedWindows(rules.anonymous);
    this.ceilingPolicy = policy('ceiling', rules.burst);
    this.anonymousPolicy = `${policy('anonymous', rules.anonymous)}, ${this.ceilingPolicy}`;
  }

  judge(address: string, headers: IncomingHttpHeaders): Verdict {
    const now = this.now();
    const caller = addressKey(address);
    const ceiling = this.ceiling.take(caller, now);
    if (headers['sec-fetch-site'] === 'same-origin' && this.page.accepts(headers.cookie, now)) {
      return verdict([ceiling], this.ceilingPolicy, standing('ceiling', ceiling));
    }
    const anonymous = this.anonymous.take(caller, now);
    const both = `${standing('anonymous', anonymous)}, ${standing('ceiling', ceiling)}`;
    return verdict([anonymous, ceiling], this.anonymousPolicy, both);
  }
}

function policy(name: string, rule: RateLimitRule): string {
  return `"${name}";q=${rule.limit};w=${rule.windowSeconds}`;
}

function standing(name: string, { remaining, resetSeconds }: Standing): string {
  return `"${name}";r=${remaining};t=${resetSeconds}`;
}

function verdict(standings: Standing[], policy: string, text: string): Verdict {
  let retryAfterSeconds = 0;
  for (const one of standings) if (!one.allowed) retryAfterSeconds = Math.max(retryAfterSeconds, one.resetSeconds);
  return { allowed: retryAfterSeconds === 0, retryAfterSeconds, policy, standing: text };
}
