import { Logger } from '@nestjs/common';
import { liveCredentials, type AuthenticateAck, type AuthExpiring, type LiveCredentials, type LiveError } from '@tideline/contracts';
import { invalidCredential, scopeMissing, tokenExpired } from '../../access/access.errors';
import type { Identities } from '../../access/identities';
import type { AccountIdentity } from '../../access/identity';
import { CodedError } from '../../http/coded-error';
import { codedError } from '../../http/problem';
import type { AccountCounts } from './account-counts';

/** So many sockets one account has open at once, over all processes that share a Redis. */
export const maxSocketsPerAccount = 100;

export interface AccountTiming {
  /** How often it is looked for credentials that expire. */
  sweepMs: number;
  /** How long before it expires a socket is told so. */
  noticeMs: number;
  /** News of ended sessions and keys may be lost between processes, so each credential is read again after this. */
  recheckMs: number;
}

export const accountTiming: AccountTiming = { sweepMs: 1_000, noticeMs: 45_000, recheckMs: 30_000 };

/** Credentials that are read again together. */
const recheckedAtOnce = 1_000;

/** In whose name a socket is open, and by what. */
export interface Membership {
  identity: AccountIdentity;
  credentials: LiveCredentials;
  /** How much news had come when the credential was read. */
  asOf: number;
  /** It has been told that the credential expires. */
  told: boolean;
}

/** A socket of an account. */
export interface Member {
  readonly membership: Membership;
  tellExpiring(event: AuthExpiring): void;
  /** Says why and closes, at once. */
  end(reason: LiveError): void;
  /** The same for one that should not have been opened. */
  expel(reason: LiveError): void;
}

/** Which sockets are open in whose name, and for how long: no longer than the credential that opened them holds. */
export class LiveAccounts {
  private readonly log = new Logger('LiveAccounts');
  private readonly byAccount = new Map<string, Set<Member>>();
  private total = 0;
  /** Counts news of what ended: a credential that was read before the newest of it is read again. */
  private heard = 0;
  private timers: NodeJS.Timeout[] = [];
  private rechecking = false;

  constructor(
    private readonly identities: Identities,
    private readonly timing: AccountTiming = accountTiming,
    /** Null where there is one process. */
    private readonly counts: AccountCounts | null = null,
  ) {}

  /** How many sockets are open in the name of any account. */
  get size(): number {
    return this.total;
  }

  socketsOf(accountId: string): number {
    return this.byAccount.get(accountId)?.size ?? 0;
  }

  /** Tells in whose name a socket is to be opened: null, without waiting, for nobody's. Throws and rejects with coded errors. */
  admit(auth: unknown): Promise<Membership> | null {
    const credentials = readCredentials(auth);
    return credentials === null ? null : this.open(credentials);
  }

  /** Takes a socket in; throws a coded error when its account has as many as it may. */
  join(member: Member): void {
    const { identity, asOf } = member.membership;
    this.refuseTooMany(identity.accountId);
    this.byAccount.set(identity.accountId, (this.byAccount.get(identity.accountId) ?? new Set()).add(member));
    this.total += 1;
    if (this.total === 1) this.watch();
    if (asOf !== this.heard) void this.recheck(member);
    if (this.counts !== null) void this.expelTooMany(member, this.counts);
  }

  leave(member: Member): void {
    const { accountId } = member.membership.identity;
    const members = this.byAccount.get(accountId);
    if (members?.delete(member) !== true) return;
    if (members.size === 0) this.byAccount.delete(accountId);
    this.total -= 1;
    void this.counts?.tell(accountId, members.size);
    if (this.total === 0) this.stop();
  }

  /** Lets a socket go on with a fresh credential of the same account. */
  async renew(member: Member, auth: unknown): Promise<AuthenticateAck> {
    try {
      const credentials = readCredentials(auth);
      if (credentials === null) throw invalidCredential('authenticate takes {token} or {apiKey}.');
      const next = await this.read(credentials);
      if (next.identity.accountId !== member.membership.identity.accountId) throw otherAccount();
      Object.assign(member.membership, next);
      if (next.asOf !== this.heard) void this.recheck(member);
      const { expiresAt } = next.identity;
      return { ok: true, expiresAt: expiresAt === null ? null : new Date(expiresAt).toISOString() };
    } catch (error) {
      return { ok: false, ...this.reasonOf(error) };
    }
  }

  /** Ends those of an account's sockets whose identity is `concerned`. */
  end(accountId: string, concerned: (identity: AccountIdentity) => boolean, { code, detail }: LiveError): void {
    this.heard += 1;
    for (const member of [...(this.byAccount.get(accountId) ?? [])])
      if (concerned(member.membership.identity)) member.end({ code, detail });
  }

  /** What a client may read of why it is refused. */
  reasonOf(error: unknown): LiveError {
    const { code, detail, status } = codedError(error);
    if (status >= 500) this.log.error('a credential could not be read', error instanceof Error ? error.stack : String(error));
    return { code, detail };
  }

  stop(): void {
    for (const timer of this.timers.splice(0)) clearInterval(timer);
  }

  private async open(credentials: LiveCredentials): Promise<Membership> {
    const membership = await this.read(credentials);
    const { accountId } = membership.identity;
    this.refuseTooMany(accountId, await this.counts?.tell(accountId, this.socketsOf(accountId)));
    return membership;
  }

  private async read(credentials: LiveCredentials): Promise<Membership> {
    const asOf = this.heard;
    const identity = await this.identities.identifyBy({ token: credentials.token ?? undefined, key: credentials.apiKey ?? undefined });
    if (identity.kind === 'anonymous') throw invalidCredential();
    if (!identity.scopes.includes('read')) throw scopeMissing('The API key has no scope "read".');
    return { identity, credentials, asOf, told: false };
  }

  private refuseTooMany(accountId: string, elsewhere = 0): void {
    if (this.socketsOf(accountId) + elsewhere >= maxSocketsPerAccount) throw tooManySockets();
  }

  /** Several processes may have let one in while each was the last: whoever is counted as one too many goes again. */
  private async expelTooMany(member: Member, counts: AccountCounts): Promise<void> {
    const { accountId } = member.membership.identity;
    const own = this.socketsOf(accountId);
    if (own + (await counts.tell(accountId, own)) > maxSocketsPerAccount) member.expel(this.reasonOf(tooManySockets()));
  }

  private watch(): void {
    this.timers = [
      setInterval(() => this.sweep(Date.now()), this.timing.sweepMs),
      setInterval(() => void this.recheckAll(), this.timing.recheckMs),
    ];
  }

  private *members(): Generator<Member> {
    for (const members of [...this.byAccount.values()]) yield* [...members];
  }

  private sweep(now: number): void {
    for (const member of this.members()) {
      const { identity, told } = member.membership;
      const { expiresAt } = identity;
      if (expiresAt === null) continue;
      if (now >= expiresAt) void this.recheck(member);
      else if (!told && expiresAt - now <= this.timing.noticeMs) {
        member.membership.told = true;
        member.tellExpiring({ expiresAt: new Date(expiresAt).toISOString(), expiresInMs: expiresAt - now });
      }
    }
  }

  private async recheckAll(): Promise<void> {
    if (this.rechecking) return;
    this.rechecking = true;
    for (const [accountId, { size }] of this.byAccount) void this.counts?.tell(accountId, size);
    const all = [...this.members()];
    // What is asked for at once is read by one query; the turns between leave room for others.
    for (let from = 0; from < all.length; from += recheckedAtOnce) {
      await Promise.all(all.slice(from, from + recheckedAtOnce).map((member) => this.recheck(member)));
    }
    this.rechecking = false;
  }

  /** Ends a socket whose credential does not hold any more; one that cannot be read now is read again later, unless it has expired. */
  private async recheck(member: Member): Promise<void> {
    const { credentials } = member.membership;
    try {
      const { identity } = await this.read(credentials);
      if (member.membership.credentials === credentials) member.membership.identity = identity;
    } catch (error) {
      if (member.membership.credentials !== credentials) return;
      const { expiresAt } = member.membership.identity;
      if (codedError(error).status < 500) member.end(this.reasonOf(error));
      else if (expiresAt !== null && Date.now() >= expiresAt) member.end(this.reasonOf(tokenExpired()));
    }
  }
}

/** Null when nothing was sent that may be a credential. */
function readCredentials(auth: unknown): LiveCredentials | null {
  const { data } = liveCredentials.safeParse(auth);
  if (data === undefined) throw invalidCredential('auth is {token} or {apiKey}, a text.');
  return typeof data.token === 'string' || typeof data.apiKey === 'string' ? data : null;
}

function tooManySockets(): CodedError {
  return new CodedError('LIVE.TOO_MANY_CONNECTIONS', 429, `at most ${maxSocketsPerAccount} sockets an account`);
}

function otherAccount(): CodedError {
  return new CodedError('AUTH.OTHER_ACCOUNT', 403, 'This socket was opened by another account; open a new one.');
}
