import type { Role, UserStatus } from '@tideline/contracts';
import type { Transaction } from '../../../platform/database/database';

const works = `role = 'admin' AND status = 'active' AND email_verified_at IS NOT NULL`;

/** Who administrates, and what only the last of them is kept from. */
export class Administrators {
  /** Lets one change of who administrates follow the other; taken before the rows of accounts. */
  async lock(tx: Transaction): Promise<void> {
    await tx.query(`SELECT pg_advisory_xact_lock(hashtextextended('users administrators', 0))`);
  }

  async isOne(tx: Transaction, id: string): Promise<boolean> {
    return (await tx.query(`SELECT id FROM users WHERE id = $1 AND ${works}`, [id])).length > 0;
  }

  /** Whether somebody else could let them in again. */
  async hasOther(tx: Transaction, id: string): Promise<boolean> {
    return (await tx.query(`SELECT id FROM users WHERE id <> $1 AND ${works} LIMIT 1`, [id])).length > 0;
  }

  async set(tx: Transaction, id: string, { status, role }: { status: UserStatus; role: Role }): Promise<void> {
    await tx.query(`UPDATE users SET status = $2, role = $3 WHERE id = $1 AND status <> 'deleted'`, [id, status, role]);
  }
}
