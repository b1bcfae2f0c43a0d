import type { IncomingHttpHeaders } from 'node:http';
import { anonymous, type Identity } from '../access/identity';
import { addressKey } from './caller-address';
import type { Standing } from './fixed-windows';
import { limitPolicies, type Counted, type LimitCounts, type LimitPolicy, type LimitRules } from './limit-counts';
import type { PageCookie } from './page-cookie';

/** Whose request is to be counted. */
export interface LimitedCaller {
  address: string;
  headers: IncomingHttpHeaders;
  identity: Identity;
}

/** What the limits say about one request, with the header values that every API answer carries. */
export interface Verdict {
  /** The policy that refuses the request, the one to wait longest for; null when it may pass. */
  refusedBy: LimitPolicy | null;
  retryAfterSeconds: number;
  policy: string;
  standing: string;
}

/**
 * Answers whether a request may pass: a ceiling per address for everybody, and besides, for who is not our own page, the quota of the
 * account (all its sessions together), of the key, or of the address of who is nobody in particular. What the ceiling refuses costs no
 * quota. Headers follow the IETF draft "RateLimit header fields for HTTP": `"anonymous";q=100;w=3600` and `"anonymous";r=99;t=3600`,
 * the policy that binds first.
 */
export class RateLimits {
  /** How many requests each policy has refused. */
  readonly hits: Record<LimitPolicy, number> = { anonymous: 0, authenticated: 0, ceiling: 0 };
  private readonly policies: Record<LimitPolicy, string>;

  constructor(
    rules: LimitRules,
    private readonly counts: LimitCounts,
    private readonly page: PageCookie,
  ) {
    const ceiling = policyText('ceiling', rules);
    const texts = limitPolicies.map((name) => [name, name === 'ceiling' ? ceiling : `${policyText(name, rules)}, ${ceiling}`]);
    this.policies = Object.fromEntries(texts) as Record<LimitPolicy, string>;
  }

  /** Counts a request. Never rejects. */
  judge({ address, headers, identity }: LimitedCaller): Verdict | Promise<Verdict> {
    const caller = addressKey(address);
    const wanted: Counted[] = [{ policy: 'ceiling', caller }];
    if (!this.isOwnPage(headers)) wanted.push(quotaOf(identity, caller));
    const standings = this.counts.take(wanted);
    return standings instanceof Promise ? standings.then((told) => this.verdict(wanted, told)) : this.verdict(wanted, standings);
  }

  /**
   * The refusal of who is known to have reached the ceiling, before anything is done for the request; null for everybody else. Costs no
   * question to anybody: finding out whose credential it is may cost a query, and this keeps floods of false ones away from it.
   */
  refusal(address: string): Verdict | null {
    const ceiling: Counted = { policy: 'ceiling', caller: addressKey(address) };
    const standing = this.counts.usedUp(ceiling);
    return standing === null ? null : this.verdict([ceiling], [standing]);
  }

  /** Whether this process counts for itself although there are others. */
  get isAlone(): boolean {
    return this.counts.isAlone;
  }

  close(): Promise<void> {
    return this.counts.close();
  }

  /** Browsers set Sec-Fetch-Site themselves, and no other site's page is given the cookie: it is our page that asks. */
  private isOwnPage(headers: IncomingHttpHeaders): boolean {
    return headers['sec-fetch-site'] === 'same-origin' && this.page.accepts(headers.cookie, Date.now());
  }

  private verdict(wanted: Counted[], standings: Standing[]): Verdict {
    let refusedBy: LimitPolicy | null = null;
    let retryAfterSeconds = 0;
    for (const [index, { allowed, resetSeconds }] of standings.entries()) {
      if (allowed || resetSeconds <= retryAfterSeconds) continue;
      refusedBy = wanted[index]?.policy ?? null;
      retryAfterSeconds = resetSeconds;
    }
    if (refusedBy !== null) this.hits[refusedBy] += 1;
    return {
      refusedBy,
      retryAfterSeconds,
      policy: this.policies[wanted.at(-1)?.policy ?? 'ceiling'],
      standing: standingText(wanted, standings),
    };
  }
}

function quotaOf(identity: Identity, address: string): Counted {
  if (identity.kind === anonymous.kind) return { policy: 'anonymous', caller: address };
  const { keyId, accountId } = identity;
  return { policy: 'authenticated', caller: keyId === null ? `user ${accountId}` : `key ${keyId}` };
}

function policyText(name: LimitPolicy, rules: LimitRules): string {
  return `"${name}";q=${rules[name].limit};w=${rules[name].windowSeconds}`;
}

function standingText(wanted: Counted[], standings: Standing[]): string {
  const [ceiling, quota] = standings;
  const texts = standings.map(({ remaining, resetSeconds }, index) => `"${wanted[index]?.policy ?? ''}";r=${remaining};t=${resetSeconds}`);
  if (ceiling !== undefined && quota !== undefined && binds(quota, ceiling)) texts.reverse();
  return texts.join(', ');
}

/** Whether the first of two leaves fewer requests; of equal ones, the one that lasts longer. */
function binds(one: Standing, other: Standing): boolean {
  return one.remaining === other.remaining ? one.resetSeconds >= other.resetSeconds : one.remaining < other.remaining;
}
