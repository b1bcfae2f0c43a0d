import type { Transaction } from '../database/database';
import { chainedHash, emptyChain, networkOf, type AuditDetail, type AuditHead, type AuditRow } from './audit-chain';

/** Who did what to whom from where. Ids only: nothing here tells a name or a mail address, and no secret is ever part of it. */
export interface AuditEntry {
  /** The account that did it; null for somebody unknown, or for the process itself. */
  actorId: string | null;
  /** `<module>.<what happened>`: `users.signed-in`. */
  action: string;
  /** What it was done to: the id of an account, a key, an asset. */
  subjectId: string | null;
  /** Where it was asked from; only its network is kept. */
  address: string | null;
  detail: AuditDetail;
}

/** One append at a time, over all processes. */
const chainLock = 4_711_001;
const longestText = 200;

/** The append-only log of what matters for security. Each row's keyed hash covers the row before it. */
export class AuditLog {
  constructor(private readonly key: Buffer) {}

  /**
   * Appends in the transaction of the deed: the row is stored exactly when the deed is. It is written as the last of the transaction, so
   * that the order in which a deed takes its locks does not matter.
   */
  async record(tx: Transaction, entry: AuditEntry): Promise<void> {
    await tx.beforeCommit((last) => this.append(last, entry));
  }

  private async append(tx: Transaction, entry: AuditEntry): Promise<void> {
    await tx.query('SELECT pg_advisory_xact_lock($1)', [chainLock]);
    const [head = emptyChain] = await tx.query<AuditHead>('SELECT seq, hash FROM audit_log ORDER BY seq DESC LIMIT 1');
    const at = Date.now();
    const row: AuditRow = {
      seq: head.seq + 1,
      atMicros: at * 1000,
      actorId: entry.actorId,
      action: entry.action,
      subjectId: entry.subjectId,
      network: entry.address === null ? null : networkOf(entry.address),
      detailText: storable(entry.detail),
    };
    const { seq, actorId, action, subjectId, network, detailText } = row;
    await tx.query(
      `INSERT INTO audit_log (seq, at, actor_id, action, subject_id, network, detail, previous, hash)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
      [seq, new Date(at), actorId, action, subjectId, network, detailText, head.hash, chainedHash(this.key, head.hash, row)],
    );
  }
}

/** As JSON that PostgreSQL takes and gives back unchanged: no NUL, no half characters, nothing long. */
function storable(detail: AuditDetail): string {
  const entries = Object.entries(detail).map(([name, value]) => [name, typeof value === 'string' ? shortText(value) : value]);
  return JSON.stringify(Object.fromEntries(entries));
}

function shortText(text: string): string {
  return Buffer.from(text.replaceAll('\0', '').slice(0, longestText)).toString();
}
