import type { Transaction } from '../../../platform/database/database';
import type { Failures } from '../domain/sign-in-backoff';

/** Failed sign-ins by subject: a keyed hash of an account's address and where the try came from. */
export class SignInFailures {
  /** Gives what is counted of the subject, and nobody else counts before the transaction ends. */
  async lock(tx: Transaction, subject: Buffer): Promise<Failures | null> {
    await tx.query('INSERT INTO sign_in_failures (subject, failures, failed_at) VALUES ($1, 0, to_timestamp(0)) ON CONFLICT DO NOTHING', [
      subject,
    ]);
    const [row] = await tx.query<{ failures: number; failedAt: Date }>(
      'SELECT failures, failed_at AS "failedAt" FROM sign_in_failures WHERE subject = $1 FOR UPDATE',
      [subject],
    );
    return row === undefined || row.failures === 0 ? null : { count: row.failures, lastAt: row.failedAt.getTime() };
  }

  async store(tx: Transaction, subject: Buffer, { count, lastAt }: Failures): Promise<void> {
    await tx.query('UPDATE sign_in_failures SET failures = $2, failed_at = $3 WHERE subject = $1', [subject, count, new Date(lastAt)]);
  }

  async clear(tx: Transaction, subject: Buffer): Promise<void> {
    await tx.query('DELETE FROM sign_in_failures WHERE subject = $1', [subject]);
  }

  async deleteOld(tx: Transaction, before: Date): Promise<void> {
    await tx.query('DELETE FROM sign_in_failures WHERE failed_at < $1', [before]);
  }
}
