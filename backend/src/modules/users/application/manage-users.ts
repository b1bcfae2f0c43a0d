import { Inject, Injectable } from '@nestjs/common';
import type { AdminUserChange } from '@tideline/contracts';
import { forbidden, scopeMissing } from '../../../platform/access/access.errors';
import type { Transaction } from '../../../platform/database/database';
import { EventBridge } from '../../../platform/events/event-bridge';
import { administers, type User } from '../domain/user';
import { unknownApiKey } from './api-keys.errors';
import { lastAdministrator } from './own-account.errors';
import './user-events';
import { UserStorage } from './user-storage';
import { promotedUnverified, unknownSession, unknownUser } from './users.errors';

/** The account that asks, and whether it is there as a person, not through a key. */
export interface ManagedBy {
  accountId: string;
  inPerson: boolean;
}

/** What ended with a deed; to be announced once it is stored. */
export interface Ended {
  userId: string;
  sessionIds: string[];
  keyIds: string[];
  /** Status or role are others than before: nothing that was opened under them goes on. */
  accountChanged: boolean;
}

const byAdministrator = 'ended by an administrator';

/**
 * What administrators do to accounts. The verbs change the caller's transaction; once that is stored `announce` must follow, and everything
 * that hung on what ended is dead when it returns.
 */
@Injectable()
export class ManageUsers {
  constructor(
    @Inject(UserStorage) private readonly storage: UserStorage,
    @Inject(EventBridge) private readonly bridge: EventBridge,
  ) {}

  /**
   * Changes status and role. A disabled account loses its sessions and keys for good. Throws a 404 for an unknown account, a 403 when who
   * asks is no administrator any more or makes one with a key, a 409 when none would be left, a 422 for who has not confirmed
   * their address.
   */
  async change(tx: Transaction, by: ManagedBy, userId: string, asked: AdminUserChange): Promise<Ended> {
    const { users, sessions, keys } = this.storage;
    const user = await this.locked(tx, by, userId);
    const next = { ...user, status: asked.status ?? user.status, role: asked.role ?? user.role };
    if (next.role === 'admin' && user.role !== 'admin' && user.emailVerifiedAt === null) throw promotedUnverified();
    if (administers(next) && !administers(user) && !by.inPerson) throw scopeMissing('An API key makes nobody an administrator; sign in.');
    if (administers(user) && !administers(next) && !(await users.hasAdminBesides(tx, userId))) throw lastAdministrator();
    await users.setAuthority(tx, userId, next);
    const accountChanged = next.status !== user.status || next.role !== user.role;
    if (next.status === 'active') return { userId, sessionIds: [], keyIds: [], accountChanged };
    const at = new Date(Date.now());
    return {
      userId,
      sessionIds: await sessions.end(tx, userId, {}, { at, reason: 'disabled by an administrator' }),
      keyIds: await keys.revoke(tx, userId, null, at),
      accountChanged,
    };
  }

  /** Throws a 404 for a session that the account does not have, or that has ended. */
  async endSession(tx: Transaction, userId: string, sessionId: string): Promise<Ended> {
    const why = { at: new Date(Date.now()), reason: byAdministrator };
    const sessionIds = await this.storage.sessions.end(tx, userId, { only: sessionId }, why);
    if (sessionIds.length === 0) throw unknownSession();
    return { userId, sessionIds, keyIds: [], accountChanged: false };
  }

  /** Throws a 404 for a key that the account does not have, or that is revoked. */
  async revokeKey(tx: Transaction, userId: string, keyId: string): Promise<Ended> {
    const keyIds = await this.storage.keys.revoke(tx, userId, keyId, new Date(Date.now()));
    if (keyIds.length === 0) throw unknownApiKey();
    return { userId, sessionIds: [], keyIds, accountChanged: false };
  }

  announce({ userId, sessionIds, keyIds, accountChanged }: Ended): void {
    if (sessionIds.length > 0) this.bridge.publish('users.sessions-ended', { userId, sessionIds });
    if (keyIds.length > 0) this.bridge.publish('users.api-keys-revoked', { userId, keyIds });
    if (accountChanged) this.bridge.publish('users.changed', { userId });
  }

  /** Gives the account, and nobody else changes it or who administers before the transaction ends. */
  private async locked(tx: Transaction, by: ManagedBy, userId: string): Promise<User> {
    const { users } = this.storage;
    await users.lockAdministrators(tx);
    const asking = await users.byId(tx, by.accountId);
    if (asking === null || !administers(asking)) throw forbidden();
    const user = await users.lockById(tx, userId);
    if (user === null) throw unknownUser();
    return user;
  }
}
