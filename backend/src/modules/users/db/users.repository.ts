import type { Preferences, ProfileChange } from '@tideline/contracts';
import type { Transaction } from '../../../platform/database/database';
import type { User } from '../domain/user';

const columns = `u.id, u.email, u.display_name AS "displayName", u.password_hash AS "passwordHash",
  u.password_version AS "passwordVersion", u.role, u.status, u.email_verified_at AS "emailVerifiedAt", u.pending_email AS "pendingEmail", u.totp_enabled_at AS "totpEnabledAt", u.locale,
  u.time_zone AS "timeZone", u.display_currency AS "displayCurrency", u.created_at AS "createdAt",
  (SELECT count(*) FROM recovery_codes r WHERE r.user_id = u.id AND r.used_at IS NULL) AS "recoveryCodesLeft"`;

interface StoredPreferences {
  preferences: Record<string, unknown>;
}

/** What a new account begins with. */
export interface NewUser {
  email: string;
  displayName: string;
  passwordHash: string;
  role?: 'user' | 'admin';
  verifiedAt?: Date | null;
  createdAt: Date;
}

/** The accounts. */
export class Users {
  async byEmail(tx: Transaction, email: string): Promise<User | null> {
    return (await this.where(tx, 'u.email = $1', email))[0] ?? null;
  }

  async byId(tx: Transaction, id: string): Promise<User | null> {
    return (await this.where(tx, 'u.id = $1', id))[0] ?? null;
  }

  /** The same, and nobody else changes the account before the transaction ends. */
  async lockById(tx: Transaction, id: string): Promise<User | null> {
    await tx.query('SELECT 1 FROM users WHERE id = $1 FOR UPDATE', [id]);
    return this.byId(tx, id);
  }

  /** Gives the new account's id, or null when the address has one. */
  async add(
    tx: Transaction,
    { email, displayName, passwordHash, role = 'user', verifiedAt = null, createdAt }: NewUser,
  ): Promise<string | null> {
    const [row] = await tx.query<{ id: string }>(
      `INSERT INTO users (email, display_name, password_hash, role, email_verified_at, created_at) VALUES ($1, $2, $3, $4, $5, $6)
       ON CONFLICT (email) DO NOTHING RETURNING id`,
      [email, displayName, passwordHash, role, verifiedAt, createdAt],
    );
    return row?.id ?? null;
  }

  async hasAdmin(tx: Transaction): Promise<boolean> {
    const [row] = await tx.query<{ found: boolean }>(
      `SELECT EXISTS (SELECT 1 FROM users WHERE role = 'admin' AND status = 'active' AND email_verified_at IS NOT NULL) AS found`,
    );
    return row?.found ?? false;
  }

  /**
   * Lets one transaction after the other take away administrators, so that two cannot take the last two. To be called before any account
   * is locked.
   */
  async lockAdministrators(tx: Transaction): Promise<void> {
    await this.lockEmail(tx, 'the administrators');
  }

  /** Whether somebody else could still administer the install without this account. */
  async hasAdminBesides(tx: Transaction, id: string): Promise<boolean> {
    const [row] = await tx.query<{ found: boolean }>(
      `SELECT EXISTS (SELECT 1 FROM users WHERE role = 'admin' AND status = 'active' AND email_verified_at IS NOT NULL AND id <> $1) AS found`,
      [id],
    );
    return row?.found ?? false;
  }

  async setAuthority(tx: Transaction, id: string, { status, role }: Pick<User, 'status' | 'role'>): Promise<void> {
    await tx.query('UPDATE users SET status = $2, role = $3 WHERE id = $1', [id, status, role]);
  }

  async promote(tx: Transaction, id: string): Promise<void> {
    await tx.query(`UPDATE users SET role = 'admin' WHERE id = $1`, [id]);
  }

  async setPassword(tx: Transaction, id: string, passwordHash: string): Promise<void> {
    await tx.query('UPDATE users SET password_hash = $2, password_version = password_version + 1 WHERE id = $1', [id, passwordHash]);
  }

  /** Puts a better hash of the same password in place of the one it was verified with. */
  async upgradePassword(tx: Transaction, id: string, from: string, to: string): Promise<void> {
    await tx.query('UPDATE users SET password_hash = $3 WHERE id = $1 AND password_hash = $2', [id, from, to]);
  }

  async setDisplayName(tx: Transaction, id: string, displayName: string): Promise<void> {
    await tx.query('UPDATE users SET display_name = $2 WHERE id = $1', [id, displayName]);
  }

  async verifyEmail(tx: Transaction, id: string, at: Date): Promise<void> {
    await tx.query('UPDATE users SET email_verified_at = coalesce(email_verified_at, $2) WHERE id = $1', [id, at]);
  }

  async setPendingEmail(tx: Transaction, id: string, email: string | null): Promise<void> {
    await tx.query('UPDATE users SET pending_email = $2 WHERE id = $1', [id, email]);
  }

  async setEmail(tx: Transaction, id: string, email: string, at: Date): Promise<void> {
    await tx.query('UPDATE users SET email = $2, pending_email = NULL, email_verified_at = $3 WHERE id = $1', [id, email, at]);
  }

  /** Gives the address free when nobody has shown that it is theirs. */
  async dropUnverified(tx: Transaction, email: string): Promise<void> {
    await tx.query(`DELETE FROM users WHERE email = $1 AND email_verified_at IS NULL AND role = 'user'`, [email]);
  }

  /** Lets one transaction after the other work on an address, whether or not it has an account. */
  async lockEmail(tx: Transaction, email: string): Promise<void> {
    await tx.query('SELECT pg_advisory_xact_lock(hashtextextended($1, 0))', [`users ${email}`]);
  }

  async seen(tx: Transaction, id: string, at: Date): Promise<void> {
    await tx.query(`UPDATE users SET last_seen_at = $2 WHERE id = $1 AND status <> 'deleted'`, [id, at]);
  }

  async setProfile(
    tx: Transaction,
    id: string,
    { displayName, locale, timeZone, displayCurrency }: { [K in keyof ProfileChange]?: ProfileChange[K] | undefined },
  ): Promise<void> {
    await tx.query(
      `UPDATE users SET display_name = coalesce($2, display_name), locale = coalesce($3, locale), time_zone = coalesce($4, time_zone),
         display_currency = coalesce($5, display_currency) WHERE id = $1 AND status <> 'deleted'`,
      [id, displayName ?? null, locale ?? null, timeZone ?? null, displayCurrency ?? null],
    );
  }

  /** As stored, maybe by another version. */
  async preferences(tx: Transaction, id: string): Promise<Record<string, unknown> | null> {
    const [row] = await tx.query<StoredPreferences>(`SELECT preferences FROM users WHERE id = $1 AND status <> 'deleted'`, [id]);
    return row?.preferences ?? null;
  }

  async setPreferences(tx: Transaction, id: string, preferences: Preferences): Promise<Record<string, unknown>> {
    const [row] = await tx.query<StoredPreferences>('UPDATE users SET preferences = $2::jsonb WHERE id = $1 RETURNING preferences', [
      id,
      JSON.stringify(preferences),
    ]);
    return row?.preferences ?? {};
  }

  private async where(tx: Transaction, condition: string, value: string): Promise<User[]> {
    return tx.query<User>(`SELECT ${columns} FROM users u WHERE u.status <> 'deleted' AND ${condition}`, [value]);
  }
}
