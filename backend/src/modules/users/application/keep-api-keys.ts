import { randomBytes } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import type { ApiKeyInfo, ApiKeyScope, CreatedApiKey } from '@tideline/contracts';
import { EventBridge } from '../../../platform/events/event-bridge';
import type { OwnApiKey } from '../db/api-keys.repository';
import { apiKeyOf, mostApiKeys } from '../domain/api-key';
import { keyExpiresInPast, tooManyKeys, unknownApiKey } from './api-keys.errors';
import './user-events';
import { tokenHash } from './user-keys';
import { UserStorage } from './user-storage';
import { accountDisabled } from './users.errors';

/** What its owner asks of a new key. */
export interface WantedApiKey {
  name: string;
  scopes: ApiKeyScope[];
  expiresAt: string | null;
}

/** Whose keys, and where they are asked for from. */
export interface KeyOwner {
  userId: string;
  address: string;
}

/** Makes, lists and revokes the keys of an account. */
@Injectable()
export class KeepApiKeys {
  constructor(
    @Inject(UserStorage) private readonly storage: UserStorage,
    @Inject(EventBridge) private readonly bridge: EventBridge,
  ) {}

  /**
   * Makes a key and gives it, the only time that anybody sees it. Throws a 422 for one that expires in the past and a 409 at 20 that
   * live, also when many are asked for at once.
   */
  async create({ userId, address }: KeyOwner, wanted: WantedApiKey): Promise<CreatedApiKey> {
    const createdAt = new Date(Date.now());
    const expiresAt = wanted.expiresAt === null ? null : new Date(wanted.expiresAt);
    if (expiresAt !== null && expiresAt <= createdAt) throw keyExpiresInPast();
    const { key, prefix } = apiKeyOf(randomBytes(6), randomBytes(32));
    const scopes = [...new Set(wanted.scopes)].sort();
    const stored = await this.storage.database.transaction(async (tx) => {
      const owner = await this.storage.users.lockById(tx, userId);
      if (owner?.status !== 'active') throw accountDisabled();
      if ((await this.storage.keys.countLiving(tx, userId, createdAt)) >= mostApiKeys) throw tooManyKeys(mostApiKeys);
      const made = await this.storage.keys.add(tx, {
        userId,
        name: wanted.name,
        prefix,
        hash: tokenHash(key),
        scopes,
        createdAt,
        expiresAt,
      });
      const detail = { scopes: scopes.join(' '), expiresAt: expiresAt?.toISOString() ?? null };
      await this.storage.audit.record(tx, { actorId: userId, action: 'users.api-key-made', subjectId: made.id, address, detail });
      return made;
    });
    return { ...told(stored), key };
  }

  /** The keys that were not revoked, the newest first. */
  async list(userId: string, limit: number): Promise<ApiKeyInfo[]> {
    return (await this.storage.keys.ofUser(this.storage.database, userId, limit)).map(told);
  }

  /** Revokes one key; it is dead in every process when this resolves. Throws a 404 for one that the account does not have. */
  async revoke(owner: KeyOwner, id: string): Promise<void> {
    if ((await this.end(owner, id)) === 0) throw unknownApiKey();
  }

  /** Revokes all keys of an account; gives how many there were. */
  async revokeAll(owner: KeyOwner): Promise<number> {
    return this.end(owner, null);
  }

  private async end({ userId, address }: KeyOwner, only: string | null): Promise<number> {
    const keyIds = await this.storage.database.transaction(async (tx) => {
      const revoked = await this.storage.keys.revoke(tx, userId, only, new Date(Date.now()));
      for (const subjectId of revoked) {
        await this.storage.audit.record(tx, { actorId: userId, action: 'users.api-key-revoked', subjectId, address, detail: {} });
      }
      return revoked;
    });
    if (keyIds.length > 0) this.bridge.publish('users.api-keys-revoked', { userId, keyIds });
    return keyIds.length;
  }
}

function told({ createdAt, expiresAt, lastUsedAt, ...rest }: OwnApiKey): ApiKeyInfo {
  return {
    ...rest,
    createdAt: createdAt.toISOString(),
    expiresAt: expiresAt?.toISOString() ?? null,
    lastUsedAt: lastUsedAt?.toISOString() ?? null,
  };
}
