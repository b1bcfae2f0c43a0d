import type { Role, UserStatus } from '@tideline/contracts';
import type { Transaction } from '../../../platform/database/database';

/** A session as an access token's bearer is held to. */
export interface StoredSession {
  id: string;
  userId: string;
  role: Role;
  status: UserStatus;
  endsAt: Date;
  endedAt: Date | null;
}

/** A session as its owner sees it. */
export interface OwnSession {
  id: string;
  userAgent: string;
  address: string | null;
  createdAt: Date;
  lastUsedAt: Date;
}

/** Where a session is used from. */
export interface Client {
  address: string;
  userAgent: string;
}

/** A refresh token with the session that it continues. */
export interface StoredRefreshToken {
  sessionId: string;
  userId: string;
  expiresAt: Date;
  usedAt: Date | null;
  sessionEndsAt: Date;
  sessionEndedAt: Date | null;
}

/** Sessions and their chains of refresh tokens. */
export class Sessions {
  async open(tx: Transaction, userId: string, client: Client, times: { at: Date; endsAt: Date }): Promise<string> {
    const [row] = await tx.query<{ id: string }>(
      `INSERT INTO sessions (user_id, user_agent, address, created_at, last_used_at, ends_at) VALUES ($1, $2, $3, $4, $4, $5) RETURNING id`,
      [userId, client.userAgent, client.address, times.at, times.endsAt],
    );
    if (row === undefined) throw new Error('a session was not stored');
    return row.id;
  }

  /** Those with one of these ids, by id. */
  async find(tx: Transaction, ids: string[]): Promise<Map<string, StoredSession>> {
    const rows = await tx.query<StoredSession>(
      `SELECT s.id, s.user_id AS "userId", u.role, u.status, s.ends_at AS "endsAt", s.ended_at AS "endedAt"
       FROM sessions s JOIN users u ON u.id = s.user_id WHERE s.id = ANY($1::uuid[])`,
      [ids],
    );
    return new Map(rows.map((session) => [session.id, session]));
  }

  /** Sessions that have not ended, the one used last first. */
  async ofUser(tx: Transaction, userId: string, now: Date): Promise<OwnSession[]> {
    return tx.query<OwnSession>(
      `SELECT id, user_agent AS "userAgent", address, created_at AS "createdAt", last_used_at AS "lastUsedAt" FROM sessions
       WHERE user_id = $1 AND ended_at IS NULL AND ends_at > $2
         AND EXISTS (SELECT 1 FROM refresh_tokens t WHERE t.session_id = sessions.id AND t.used_at IS NULL AND t.expires_at > $2)
       ORDER BY last_used_at DESC, id`,
      [userId, now],
    );
  }

  /** Ends the sessions of an account that have not ended: one of them, all, or all but one. Gives the ids of those it ended. */
  async end(
    tx: Transaction,
    userId: string,
    which: { only?: string; except?: string | null },
    why: { at: Date; reason: string },
  ): Promise<string[]> {
    const rows = await tx.query<{ id: string }>(
      `UPDATE sessions SET ended_at = $2, end_reason = $3 WHERE user_id = $1 AND ended_at IS NULL
         AND ($4::uuid IS NULL OR id = $4) AND ($5::uuid IS NULL OR id <> $5) RETURNING id`,
      [userId, why.at, why.reason, which.only ?? null, which.except ?? null],
    );
    return rows.map(({ id }) => id);
  }

  async addToken(tx: Transaction, sessionId: string, hash: Buffer, times: { at: Date; expiresAt: Date }): Promise<void> {
    await tx.query('INSERT INTO refresh_tokens (token_hash, session_id, issued_at, expires_at) VALUES ($1, $2, $3, $4)', [
      hash,
      sessionId,
      times.at,
      times.expiresAt,
    ]);
  }

  async findToken(tx: Transaction, hash: Buffer): Promise<StoredRefreshToken | null> {
    const [row] = await tx.query<StoredRefreshToken>(
      `SELECT t.session_id AS "sessionId", s.user_id AS "userId", t.expires_at AS "expiresAt", t.used_at AS "usedAt",
         s.ends_at AS "sessionEndsAt", s.ended_at AS "sessionEndedAt"
       FROM refresh_tokens t JOIN sessions s ON s.id = t.session_id JOIN users u ON u.id = s.user_id
       WHERE t.token_hash = $1 AND u.status = 'active'`,
      [hash],
    );
    return row ?? null;
  }

  /** Marks the token as used, and its session; false when another was faster or the session has ended meanwhile. */
  async useToken(tx: Transaction, hash: Buffer, sessionId: string, client: Client, at: Date): Promise<boolean> {
    const open = await tx.query(
      'UPDATE sessions SET last_used_at = $2, address = $3, user_agent = $4 WHERE id = $1 AND ended_at IS NULL RETURNING id',
      [sessionId, at, client.address, client.userAgent],
    );
    if (open.length === 0) return false;
    const used = await tx.query('UPDATE refresh_tokens SET used_at = $2 WHERE token_hash = $1 AND used_at IS NULL RETURNING session_id', [
      hash,
      at,
    ]);
    return used.length > 0;
  }

  /** Forgets sessions that ended before then, with all their tokens. */
  async deleteEnded(tx: Transaction, before: Date): Promise<void> {
    await tx.query('DELETE FROM sessions WHERE ended_at < $1 OR ends_at < $1', [before]);
  }
}
