import type { AuditDetail } from '../../../platform/audit/audit-chain';
import type { Transaction } from '../../../platform/database/database';
import type { OwnApiKey } from './api-keys.repository';
import type { OwnSession } from './sessions.repository';

/** A session that may have ended. */
export type PastSession = OwnSession & { endsAt: Date; endedAt: Date | null; endReason: string | null };
export type PastApiKey = OwnApiKey & { revokedAt: Date | null };

/** What was mailed to somebody, without what it said. */
export interface PastMail {
  subject: string;
  recipient: string;
  createdAt: Date;
  sentAt: Date | null;
  givenUpAt: Date | null;
}

export interface PastLink {
  purpose: string;
  email: string | null;
  createdAt: Date;
  expiresAt: Date;
  usedAt: Date | null;
}

export interface PastDeed {
  at: Date;
  action: string;
  byYourself: boolean;
  network: string | null;
  detail: AuditDetail;
}

export interface AccountDates {
  emailVerifiedAt: Date | null;
  lastSeenAt: Date | null;
  secondFactorSince: Date | null;
}

/** All that is kept of one person: to be handed over, and to be taken away. */
export class PersonalData {
  async dates(tx: Transaction, userId: string): Promise<AccountDates | null> {
    const [row] = await tx.query<AccountDates>(
      'SELECT email_verified_at AS "emailVerifiedAt", last_seen_at AS "lastSeenAt", totp_enabled_at AS "secondFactorSince" FROM users WHERE id = $1',
      [userId],
    );
    return row ?? null;
  }

  async sessions(tx: Transaction, userId: string): Promise<PastSession[]> {
    return tx.query<PastSession>(
      `SELECT id, user_agent AS "userAgent", address, created_at AS "createdAt", last_used_at AS "lastUsedAt", ends_at AS "endsAt",
         ended_at AS "endedAt", end_reason AS "endReason" FROM sessions WHERE user_id = $1 ORDER BY created_at DESC, id`,
      [userId],
    );
  }

  async apiKeys(tx: Transaction, userId: string): Promise<PastApiKey[]> {
    return tx.query<PastApiKey>(
      `SELECT id, name, prefix, scopes, created_at AS "createdAt", expires_at AS "expiresAt", last_used_at AS "lastUsedAt",
         revoked_at AS "revokedAt" FROM api_keys WHERE user_id = $1 ORDER BY created_at DESC, id`,
      [userId],
    );
  }

  async links(tx: Transaction, userId: string): Promise<PastLink[]> {
    return tx.query<PastLink>(
      `SELECT purpose, email, created_at AS "createdAt", expires_at AS "expiresAt", used_at AS "usedAt" FROM mailed_tokens
       WHERE user_id = $1 ORDER BY created_at DESC`,
      [userId],
    );
  }

  /** What went to the address, and what went elsewhere because of the account: to an address of before, or one that was asked for. */
  async mails(tx: Transaction, userId: string, email: string): Promise<PastMail[]> {
    return tx.query<PastMail>(
      `SELECT subject, recipient, created_at AS "createdAt", sent_at AS "sentAt", given_up_at AS "givenUpAt" FROM outbox_mails
       WHERE user_id = $1 OR recipient = $2 ORDER BY created_at DESC, id`,
      [userId, email],
    );
  }

  async deeds(tx: Transaction, userId: string): Promise<PastDeed[]> {
    return tx.query<PastDeed>(
      `SELECT at, action, actor_id IS NOT DISTINCT FROM $1::uuid AS "byYourself", network, detail FROM audit_log
       WHERE actor_id = $1::uuid OR subject_id = $1::text ORDER BY seq DESC`,
      [userId],
    );
  }

  /**
   * Takes away everything that belongs to an account. What remains is a row without a name or an address, since the audit log and
   * statistics speak of its id.
   */
  async erase(tx: Transaction, userId: string, email: string): Promise<void> {
    for (const table of ['sessions', 'api_keys', 'mailed_tokens', 'recovery_codes']) {
      await tx.query(`DELETE FROM ${table} WHERE user_id = $1`, [userId]);
    }
    // What tells an address of before that it was taken away is still sent, and forgotten then.
    await tx.query(
      `DELETE FROM outbox_mails WHERE recipient = $2 OR (user_id = $1 AND (
         sent_at IS NOT NULL OR given_up_at IS NOT NULL OR recipient = (SELECT pending_email FROM users WHERE id = $1)))`,
      [userId, email],
    );
    await tx.query(
      `UPDATE users SET status = 'deleted', role = 'user', email = NULL, pending_email = NULL, display_name = '', password_hash = NULL,
         password_version = password_version + 1, email_verified_at = NULL, totp_secret = NULL, totp_enabled_at = NULL,
         totp_used_steps = DEFAULT, locale = DEFAULT, time_zone = DEFAULT, display_currency = DEFAULT, preferences = DEFAULT,
         last_seen_at = NULL WHERE id = $1`,
      [userId],
    );
  }
}
