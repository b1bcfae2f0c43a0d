import type { Transaction } from '../../../platform/database/database';

export type TokenPurpose = 'verify-email' | 'reset-password' | 'change-email' | 'set-up';

/** What a link that was sent does, once. */
export interface MailedToken {
  userId: string | null;
  purpose: TokenPurpose;
  /** The address that the link was sent to. */
  email: string | null;
  /** What the registration that caused the link asked for. */
  passwordHash: string | null;
  displayName: string | null;
}

const columns = `user_id AS "userId", purpose, email, password_hash AS "passwordHash", display_name AS "displayName"`;

/** Tokens in links, kept as hashes. */
export class MailedTokens {
  async add(tx: Transaction, hash: Buffer, token: MailedToken, times: { at: Date; expiresAt: Date }): Promise<void> {
    await tx.query(
      `INSERT INTO mailed_tokens (token_hash, user_id, purpose, email, password_hash, display_name, created_at, expires_at)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8)`,
      [hash, token.userId, token.purpose, token.email, token.passwordHash, token.displayName, times.at, times.expiresAt],
    );
  }

  /** Gives what a token does while it may still be used. */
  async find(tx: Transaction, hash: Buffer, purposes: TokenPurpose[], now: Date): Promise<MailedToken | null> {
    const [row] = await tx.query<MailedToken>(
      `SELECT ${columns} FROM mailed_tokens WHERE token_hash = $1 AND purpose = ANY($2) AND used_at IS NULL AND expires_at > $3`,
      [hash, purposes, now],
    );
    return row ?? null;
  }

  /** The same, and nobody can use it any more. */
  async use(tx: Transaction, hash: Buffer, purposes: TokenPurpose[], now: Date): Promise<MailedToken | null> {
    const [row] = await tx.query<MailedToken>(
      `UPDATE mailed_tokens SET used_at = $3 WHERE token_hash = $1 AND purpose = ANY($2) AND used_at IS NULL AND expires_at > $3
       RETURNING ${columns}`,
      [hash, purposes, now],
    );
    return row ?? null;
  }

  /** The newest registration of an account that waits for its confirmation. */
  async newestRegistration(tx: Transaction, userId: string): Promise<MailedToken | null> {
    const [row] = await tx.query<MailedToken>(
      `SELECT ${columns} FROM mailed_tokens WHERE user_id = $1 AND purpose = 'verify-email' AND password_hash IS NOT NULL
       ORDER BY created_at DESC LIMIT 1`,
      [userId],
    );
    return row ?? null;
  }

  /** Takes back every link that an account was sent. */
  async revokeAll(tx: Transaction, userId: string): Promise<void> {
    await tx.query('DELETE FROM mailed_tokens WHERE user_id = $1', [userId]);
  }

  async revokeSetUps(tx: Transaction): Promise<void> {
    await tx.query(`DELETE FROM mailed_tokens WHERE purpose = 'set-up'`);
  }

  /**
   * Forgets tokens that can do nothing any more. The newest registration of an account that waits for its confirmation stays: a link that
   * is sent again carries what it asked for.
   */
  async deleteSpent(tx: Transaction, now: Date): Promise<void> {
    await tx.query(
      `DELETE FROM mailed_tokens t WHERE (t.expires_at <= $1 OR t.used_at IS NOT NULL) AND NOT (
         t.purpose = 'verify-email' AND t.password_hash IS NOT NULL
         AND EXISTS (SELECT 1 FROM users u WHERE u.id = t.user_id AND u.email_verified_at IS NULL)
         AND NOT EXISTS (SELECT 1 FROM mailed_tokens n WHERE n.user_id = t.user_id AND n.purpose = 'verify-email'
           AND n.password_hash IS NOT NULL AND n.created_at > t.created_at))`,
      [now],
    );
  }
}
