import type { Transaction } from '../../../platform/database/database';

/** The second factor of an account as it is stored; on, or begun and not confirmed yet. */
export interface StoredSecondFactor {
  sealedSecret: Buffer;
  enabledAt: Date | null;
  usedSteps: number[];
}

/** Second factors and their recovery codes. */
export class SecondFactors {
  /** Gives what there is, and nobody else takes a code of the account before the transaction ends. */
  async lock(tx: Transaction, userId: string): Promise<StoredSecondFactor | null> {
    const [row] = await tx.query<StoredSecondFactor>(
      `SELECT totp_secret AS "sealedSecret", totp_enabled_at AS "enabledAt", totp_used_steps AS "usedSteps" FROM users
       WHERE id = $1 AND totp_secret IS NOT NULL FOR UPDATE`,
      [userId],
    );
    return row ?? null;
  }

  async begin(tx: Transaction, userId: string, sealedSecret: Buffer): Promise<void> {
    await tx.query(`UPDATE users SET totp_secret = $2, totp_enabled_at = NULL, totp_used_steps = '{}' WHERE id = $1`, [
      userId,
      sealedSecret,
    ]);
  }

  async enable(tx: Transaction, userId: string, at: Date): Promise<void> {
    await tx.query('UPDATE users SET totp_enabled_at = $2 WHERE id = $1', [userId, at]);
  }

  async setUsedSteps(tx: Transaction, userId: string, steps: number[]): Promise<void> {
    await tx.query('UPDATE users SET totp_used_steps = $2 WHERE id = $1', [userId, steps]);
  }

  async remove(tx: Transaction, userId: string): Promise<void> {
    await tx.query(`UPDATE users SET totp_secret = NULL, totp_enabled_at = NULL, totp_used_steps = '{}' WHERE id = $1`, [userId]);
    await tx.query('DELETE FROM recovery_codes WHERE user_id = $1', [userId]);
  }

  /** Puts these in place of all that the account had, used ones too. */
  async replaceCodes(tx: Transaction, userId: string, hashes: Buffer[]): Promise<void> {
    await tx.query('DELETE FROM recovery_codes WHERE user_id = $1', [userId]);
    await tx.query('INSERT INTO recovery_codes (user_id, code_hash) SELECT $1, unnest($2::bytea[])', [userId, hashes]);
  }

  /** Uses a recovery code up; false when there is none like it, or it was used before. */
  async useCode(tx: Transaction, userId: string, hash: Buffer, at: Date): Promise<boolean> {
    const used = await tx.query(
      'UPDATE recovery_codes SET used_at = $3 WHERE user_id = $1 AND code_hash = $2 AND used_at IS NULL RETURNING user_id',
      [userId, hash, at],
    );
    return used.length > 0;
  }

  async codesLeft(tx: Transaction, userId: string): Promise<number> {
    const [row] = await tx.query<{ left: number }>('SELECT count(*) AS left FROM recovery_codes WHERE user_id = $1 AND used_at IS NULL', [
      userId,
    ]);
    return row?.left ?? 0;
  }
}
