import type { ApiKeyScope, Role, UserStatus } from '@tideline/contracts';
import type { Transaction } from '../../../platform/database/database';

/** A key as its owner sees it. */
export interface OwnApiKey {
  id: string;
  name: string;
  prefix: string;
  scopes: ApiKeyScope[];
  createdAt: Date;
  expiresAt: Date | null;
  lastUsedAt: Date | null;
}

/** A key as who sends it is held to. */
export interface StoredApiKey {
  id: string;
  userId: string;
  role: Role;
  status: UserStatus | 'deleted';
  scopes: ApiKeyScope[];
  expiresAt: Date | null;
  revokedAt: Date | null;
  lastUsedAt: Date | null;
}

/** What a new key begins with. */
export type NewApiKey = Omit<OwnApiKey, 'id' | 'lastUsedAt'> & { userId: string; hash: Buffer };

const ownColumns = `id, name, prefix, scopes, created_at AS "createdAt", expires_at AS "expiresAt", last_used_at AS "lastUsedAt"`;

/** API keys: only their hashes. */
export class ApiKeys {
  async add(tx: Transaction, key: NewApiKey): Promise<OwnApiKey> {
    const [row] = await tx.query<OwnApiKey>(
      `INSERT INTO api_keys (user_id, name, prefix, key_hash, scopes, created_at, expires_at) VALUES ($1, $2, $3, $4, $5, $6, $7)
       RETURNING ${ownColumns}`,
      [key.userId, key.name, key.prefix, key.hash, key.scopes, key.createdAt, key.expiresAt],
    );
    if (row === undefined) throw new Error('an API key was not stored');
    return row;
  }

  /** How many of an account's keys work at `now`. */
  async countLiving(tx: Transaction, userId: string, now: Date): Promise<number> {
    const [row] = await tx.query<{ count: number }>(
      'SELECT count(*) FROM api_keys WHERE user_id = $1 AND revoked_at IS NULL AND (expires_at IS NULL OR expires_at > $2)',
      [userId, now],
    );
    return row?.count ?? 0;
  }

  /** Those that were not revoked, expired ones too; the newest first. */
  async ofUser(tx: Transaction, userId: string, limit: number): Promise<OwnApiKey[]> {
    return tx.query<OwnApiKey>(
      `SELECT ${ownColumns} FROM api_keys WHERE user_id = $1 AND revoked_at IS NULL ORDER BY created_at DESC, id LIMIT $2`,
      [userId, limit],
    );
  }

  /** Those with one of these hashes, which are base64 here, by them. */
  async find(tx: Transaction, hashes: string[]): Promise<Map<string, StoredApiKey>> {
    const rows = await tx.query<StoredApiKey & { hash: Buffer }>(
      `SELECT k.key_hash AS hash, k.id, k.user_id AS "userId", u.role, u.status, k.scopes, k.expires_at AS "expiresAt",
         k.revoked_at AS "revokedAt", k.last_used_at AS "lastUsedAt"
       FROM api_keys k JOIN users u ON u.id = k.user_id WHERE k.key_hash = ANY($1::bytea[])`,
      [hashes.map((hash) => Buffer.from(hash, 'base64'))],
    );
    return new Map(rows.map(({ hash, ...key }) => [hash.toString('base64'), key]));
  }

  /** Revokes one key of an account, or all; gives the ids of those it revoked. */
  async revoke(tx: Transaction, userId: string, only: string | null, at: Date): Promise<string[]> {
    const rows = await tx.query<{ id: string }>(
      'UPDATE api_keys SET revoked_at = $2 WHERE user_id = $1 AND revoked_at IS NULL AND ($3::uuid IS NULL OR id = $3) RETURNING id',
      [userId, at, only],
    );
    return rows.map(({ id }) => id);
  }

  /** Writes down that a key was used, unless another process did so within the last minute. */
  async used(tx: Transaction, id: string, at: Date): Promise<void> {
    await tx.query(
      `UPDATE api_keys SET last_used_at = $2
       WHERE id = $1 AND (last_used_at IS NULL OR last_used_at <= $2::timestamptz - interval '1 minute' OR last_used_at > $2)`,
      [id, at],
    );
  }
}
