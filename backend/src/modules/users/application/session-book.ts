import { Inject, Injectable, type OnModuleDestroy, type OnModuleInit } from '@nestjs/common';
import { sessionEnded } from '../../../platform/access/access.errors';
import { Identities } from '../../../platform/access/identities';
import type { AccountIdentity } from '../../../platform/access/identity';
import { readTogether } from '../../../platform/database/read-together';
import { EventBridge } from '../../../platform/events/event-bridge';
import type { StoredSession } from '../db/sessions.repository';
import { AccessTokens, type AccessClaims } from './access-tokens';
import { Believed } from './believed';
import { UserStorage } from './user-storage';
import './user-events';

/**
 * Tells whether the session of an access token lives. Remembered in memory, forgotten the moment that news of it comes: a session that
 * ended, or an account that was switched off, takes its access tokens with it at once.
 */
@Injectable()
export class SessionBook implements OnModuleInit, OnModuleDestroy {
  private readonly sessions = new Believed<StoredSession>();
  private readonly read = readTogether((ids) => this.storage.sessions.find(this.storage.database, ids));
  private subscriptions: (() => void)[] = [];

  constructor(
    @Inject(UserStorage) private readonly storage: UserStorage,
    @Inject(AccessTokens) private readonly tokens: AccessTokens,
    @Inject(EventBridge) private readonly bridge: EventBridge,
    @Inject(Identities) private readonly identities: Identities,
  ) {}

  onModuleInit(): void {
    this.identities.offer(
      'bearer',
      (token) => this.identify(token),
      (token) => this.remembered(token),
    );
    this.subscriptions = [
      this.bridge.subscribe('users.sessions-ended', ({ sessionIds }) => this.sessions.forget(({ id }) => sessionIds.includes(id))),
      this.bridge.subscribe('users.changed', ({ userId }) => this.sessions.forget((session) => session.userId === userId)),
    ];
  }

  onModuleDestroy(): void {
    for (const end of this.subscriptions.splice(0)) end();
  }

  /** Gives who an access token stands for. Rejects with a coded 401. */
  async identify(token: string): Promise<AccountIdentity> {
    const now = Date.now();
    const claims = this.tokens.recall(token, now) ?? (await this.tokens.read(token, now));
    const session = await this.sessions.find(claims.sid, () => this.read(claims.sid));
    if (session === null || !lives(session, claims, now)) throw sessionEnded();
    return identityOf(session, claims);
  }

  /** The same for a token that was verified and a session that was read a moment ago; null for all others. */
  remembered(token: string): AccountIdentity | null {
    const now = Date.now();
    const claims = this.tokens.recall(token, now);
    const session = claims === null ? null : this.sessions.recall(claims.sid);
    return claims !== null && session !== null && lives(session, claims, now) ? identityOf(session, claims) : null;
  }
}

function lives(session: StoredSession, { sub }: AccessClaims, now: number): boolean {
  return session.userId === sub && session.endedAt === null && session.endsAt.getTime() > now && session.status === 'active';
}

function identityOf({ role, endsAt }: StoredSession, { sub, sid, exp }: AccessClaims): AccountIdentity {
  const expiresAt = Math.min(exp * 1000, endsAt.getTime());
  return { kind: 'account', accountId: sub, role, scopes: ['read', 'write'], sessionId: sid, keyId: null, expiresAt };
}
