import { Inject, Injectable } from '@nestjs/common';
import type { Transaction } from '../../../platform/database/database';
import { EventBridge } from '../../../platform/events/event-bridge';
import type { Client, StoredRefreshToken } from '../db/sessions.repository';
import { absoluteMs, expiryOf, rotationOf } from '../domain/refresh-rotation';
import type { User } from '../domain/user';
import { AccessTokens } from './access-tokens';
import { replayedMail } from './mails';
import { PageLinks } from './page-links';
import { promiseMail } from './promise-mail';
import { randomToken, successorOf, tokenHash, USER_KEYS, type UserKeys } from './user-keys';
import './user-events';
import { UserStorage, type Owner } from './user-storage';
import { accountDisabled, noRefreshToken, refreshReplayed, wrongCredentials } from './users.errors';

/** What who signs in or continues is given. */
export interface Continued {
  userId: string;
  accessToken: string;
  refreshToken: string;
  /** When the refresh token expires, epoch ms. */
  refreshExpiresAt: number;
}

const longestUserAgent = 400;

/** Opens, continues and ends sessions. */
@Injectable()
export class KeepSessions {
  /** What is under way in this process, by the hash of the token that is used. */
  private readonly rotations = new Map<string, Promise<boolean>>();

  constructor(
    @Inject(UserStorage) private readonly storage: UserStorage,
    @Inject(AccessTokens) private readonly tokens: AccessTokens,
    @Inject(EventBridge) private readonly bridge: EventBridge,
    @Inject(PageLinks) private readonly links: PageLinks,
    @Inject(USER_KEYS) private readonly keys: UserKeys,
  ) {}

  /** Opens a session for who has just shown that they are `user`; refused when the account has been changed meanwhile. */
  async open(user: User, client: Client): Promise<Continued> {
    const now = Date.now();
    const at = new Date(now);
    const endsAt = now + absoluteMs;
    const refreshToken = randomToken();
    const refreshExpiresAt = expiryOf(now, endsAt);
    const { users, sessions, database } = this.storage;
    const sessionId = await database.transaction(async (tx) => {
      const current = await users.lockById(tx, user.id);
      if (current?.status !== 'active') throw accountDisabled();
      const sameFactors =
        current.passwordVersion === user.passwordVersion && current.totpEnabledAt?.getTime() === user.totpEnabledAt?.getTime();
      if (!sameFactors) throw wrongCredentials();
      const id = await sessions.open(tx, user.id, bounded(client), { at, endsAt: new Date(endsAt) });
      await sessions.addToken(tx, id, tokenHash(refreshToken), { at, expiresAt: new Date(refreshExpiresAt) });
      await users.seen(tx, user.id, at);
      await this.storage.recordOwn(tx, 'users.signed-in', { userId: user.id, address: client.address }, { session: id });
      return id;
    });
    return { userId: user.id, accessToken: this.tokens.issue({ userId: user.id, sessionId }, now), refreshToken, refreshExpiresAt };
  }

  /** Continues a session with the newest of its refresh tokens, or once more with the one before while its answer may have been lost; `now` is when it was asked. */
  async refresh(token: string, client: Client, now = Date.now()): Promise<Continued> {
    const hash = tokenHash(token);
    const stored = await this.storage.sessions.findToken(this.storage.database, hash);
    if (stored === null) throw noRefreshToken();
    const rotation = rotationOf(timesOf(stored), now);
    if (rotation === 'ended') throw noRefreshToken();
    if (rotation === 'replayed') return this.endReplayed(stored, client.address, now);
    const next = successorOf(token, this.keys);
    // Whoever comes second to a fresh token finds it used a moment ago. It counts when they came, however long they were kept waiting.
    if (rotation === 'rotate' && !(await this.rotateOnce(hash, next, stored, { client, now }))) return this.refresh(token, client, now);
    const refreshExpiresAt = expiryOf(rotation === 'rotate' ? now : (stored.usedAt?.getTime() ?? now), stored.sessionEndsAt.getTime());
    return { userId: stored.userId, accessToken: this.tokens.issue(stored, now), refreshToken: next, refreshExpiresAt };
  }

  /** Ends the session of a refresh token, if it has one that lives. */
  async endByToken(token: string, address: string): Promise<void> {
    const stored = await this.storage.sessions.findToken(this.storage.database, tokenHash(token));
    if (stored !== null) await this.end({ userId: stored.userId, address }, { only: stored.sessionId }, 'signed out');
  }

  /** Ends one session of an account, all, or all but one, as its owner asked; everything that hangs on them is dead when this resolves. Gives how many. */
  async end(owner: Owner, which: { only?: string; except?: string | null }, reason: string): Promise<number> {
    const { userId } = owner;
    const ended = await this.storage.database.transaction(async (tx) => {
      const ids = await this.storage.sessions.end(tx, userId, which, { at: new Date(Date.now()), reason });
      if (ids.length > 0) await this.storage.recordOwn(tx, 'users.sessions-ended', owner, { reason, sessions: ids.length });
      return ids;
    });
    this.announceEnded(userId, ended);
    return ended.length;
  }

  /** The same within a transaction; `announceEnded` must follow once that is stored. */
  async endWithin(tx: Transaction, userId: string, which: { except?: string | null }, reason: string): Promise<string[]> {
    return this.storage.sessions.end(tx, userId, which, { at: new Date(Date.now()), reason });
  }

  announceEnded(userId: string, sessionIds: string[]): void {
    if (sessionIds.length > 0) this.bridge.publish('users.sessions-ended', { userId, sessionIds });
  }

  /** True for the one whose use counts. Whoever comes meanwhile with the same token waits here, and not each with a connection of the database. */
  private rotateOnce(
    hash: Buffer,
    ...use: [next: string, stored: StoredRefreshToken, use: { client: Client; now: number }]
  ): Promise<boolean> {
    const id = hash.toString('base64');
    const underWay = this.rotations.get(id);
    if (underWay !== undefined) return underWay.then(() => false);
    const rotation = this.rotate(hash, ...use).finally(() => this.rotations.delete(id));
    this.rotations.set(id, rotation);
    return rotation;
  }

  private async rotate(hash: Buffer, next: string, stored: StoredRefreshToken, use: { client: Client; now: number }): Promise<boolean> {
    const at = new Date(use.now);
    const expiresAt = new Date(expiryOf(use.now, stored.sessionEndsAt.getTime()));
    const { sessions, users, database } = this.storage;
    return database.transaction(async (tx) => {
      // The account before its sessions, as whoever ends them takes the two: they would wait for each other otherwise.
      await users.seen(tx, stored.userId, at);
      if (!(await sessions.useToken(tx, hash, stored.sessionId, bounded(use.client), at))) return false;
      await sessions.addToken(tx, stored.sessionId, tokenHash(next), { at, expiresAt });
      return true;
    });
  }

  /** Two hold tokens of one session: nobody can tell which of them is the thief, so it ends for both, and its owner is told. */
  private async endReplayed({ userId, sessionId }: StoredRefreshToken, address: string, now: number): Promise<never> {
    const { users, sessions, database } = this.storage;
    const ended = await database.transaction(async (tx) => {
      const ids = await sessions.end(tx, userId, { only: sessionId }, { at: new Date(now), reason: 'token replayed' });
      const user = await users.byId(tx, userId);
      if (ids.length > 0) {
        const entry = { actorId: null, action: 'users.token-replayed', subjectId: userId, address, detail: { session: sessionId } };
        await this.storage.audit.record(tx, entry);
      }
      if (ids.length > 0 && user !== null) await promiseMail(tx, userId, replayedMail(user.email, this.links.forgotPassword()), now);
      return ids;
    });
    this.announceEnded(userId, ended);
    throw refreshReplayed();
  }
}

function bounded({ address, userAgent }: Client): Client {
  return { address, userAgent: userAgent.slice(0, longestUserAgent) };
}

function timesOf(stored: StoredRefreshToken): Parameters<typeof rotationOf>[0] {
  return {
    usedAt: stored.usedAt?.getTime() ?? null,
    expiresAt: stored.expiresAt.getTime(),
    sessionEndsAt: stored.sessionEndsAt.getTime(),
    sessionEndedAt: stored.sessionEndedAt?.getTime() ?? null,
  };
}
