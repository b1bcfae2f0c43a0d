import { hash } from 'node:crypto';
import { Inject, Injectable, type OnModuleDestroy, type OnModuleInit } from '@nestjs/common';
import { invalidCredential } from '../../../platform/access/access.errors';
import { Identities } from '../../../platform/access/identities';
import type { AccountIdentity } from '../../../platform/access/identity';
import { readTogether } from '../../../platform/database/read-together';
import { EventBridge } from '../../../platform/events/event-bridge';
import { LOG, type Log } from '../../../platform/observability/log';
import type { StoredApiKey } from '../db/api-keys.repository';
import { isApiKey, isNewUse } from '../domain/api-key';
import { keyExpired, keyOfDisabledAccount, keyRevoked } from './api-keys.errors';
import { Believed } from './believed';
import './user-events';
import { UserStorage } from './user-storage';

/** Tells who an API key stands for; a key that was revoked, or whose account was switched off, is dead at once. */
@Injectable()
export class KeyBook implements OnModuleInit, OnModuleDestroy {
  private readonly keys = new Believed<StoredApiKey>();
  private readonly read = readTogether((ids) => this.storage.keys.find(this.storage.database, ids));
  private subscriptions: (() => void)[] = [];

  constructor(
    @Inject(UserStorage) private readonly storage: UserStorage,
    @Inject(EventBridge) private readonly bridge: EventBridge,
    @Inject(Identities) private readonly identities: Identities,
    @Inject(LOG) private readonly log: Log,
  ) {}

  onModuleInit(): void {
    this.identities.offer(
      'key',
      (key) => this.identify(key),
      (key) => this.remembered(key),
    );
    this.subscriptions = [
      this.bridge.subscribe('users.api-keys-revoked', ({ keyIds }) => this.keys.forget(({ id }) => keyIds.includes(id))),
      this.bridge.subscribe('users.changed', ({ userId }) => this.keys.forget((key) => key.userId === userId)),
    ];
  }

  onModuleDestroy(): void {
    for (const end of this.subscriptions.splice(0)) end();
  }

  /** Gives who a key stands for. Rejects with a coded 401. */
  async identify(key: string): Promise<AccountIdentity> {
    if (!isApiKey(key)) throw invalidCredential('This is not an API key of ours.');
    const id = idOf(key);
    const stored = await this.keys.find(id, () => this.read(id));
    if (stored === null) throw invalidCredential('This API key is not known.');
    const now = Date.now();
    if (stored.revokedAt !== null) throw keyRevoked();
    if (hasExpired(stored, now)) throw keyExpired();
    if (stored.status !== 'active') throw keyOfDisabledAccount();
    return this.used(stored, now);
  }

  /** The same for a key that was read a moment ago; null for all others. */
  remembered(key: string): AccountIdentity | null {
    const stored = isApiKey(key) ? this.keys.recall(idOf(key)) : null;
    const now = Date.now();
    const works = stored !== null && stored.revokedAt === null && stored.status === 'active' && !hasExpired(stored, now);
    return works ? this.used(stored, now) : null;
  }

  private used(stored: StoredApiKey, now: number): AccountIdentity {
    if (isNewUse(stored.lastUsedAt?.getTime() ?? null, now)) this.writeDown(stored, now);
    const { userId: accountId, role, scopes, id: keyId, expiresAt } = stored;
    return { kind: 'account', accountId, role, scopes, sessionId: null, keyId, expiresAt: expiresAt?.getTime() ?? null };
  }

  /** Nobody waits for it: a use that could not be written down is no reason to refuse it. */
  private writeDown(key: StoredApiKey, now: number): void {
    key.lastUsedAt = new Date(now);
    void this.storage.keys.used(this.storage.database, key.id, key.lastUsedAt).catch((error: unknown) => {
      this.log.warn({ err: error }, 'the use of an API key was not written down');
    });
  }
}

/** The hash that it is stored by. */
function idOf(key: string): string {
  return hash('sha256', key, 'base64');
}

function hasExpired({ expiresAt }: StoredApiKey, now: number): boolean {
  return expiresAt !== null && expiresAt.getTime() <= now;
}
