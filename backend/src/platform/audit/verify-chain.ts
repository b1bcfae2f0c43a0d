import type { Queries } from '../database/database';
import { chainedHash, emptyChain, type AuditHead, type AuditRow } from './audit-chain';

/** What came of following a chain: how far it holds, or the first row that breaks it and why. */
export type ChainVerdict = { holds: true; head: AuditHead } | { holds: false; seq: number; why: string };

interface StoredRow extends AuditRow {
  previous: Buffer;
  hash: Buffer;
}

const rowsAtOnce = 5_000;
const columns = `seq, (extract(epoch FROM at) * 1000000)::bigint AS "atMicros", actor_id AS "actorId", action, subject_id AS "subjectId",
  network, detail::text AS "detailText", previous, hash`;

/**
 * Follows the chain of `database` from `from` (its beginning, or a head noted earlier) to its end. `noted` are heads that the log once
 * had: that each is still in it shows that nothing was cut off up to there. What was written after the newest of them and then cut off
 * leaves no trace in the log itself.
 */
export async function verifyChain(
  database: Queries,
  key: Buffer,
  { from = emptyChain, noted = [] }: { from?: AuditHead; noted?: readonly AuditHead[] } = {},
): Promise<ChainVerdict> {
  const missing = await absent(
    database,
    [from, ...noted].filter(({ seq }) => seq > 0),
  );
  let head = from;
  for (;;) {
    const next = `WHERE seq > $1 OR ($1 = 0 AND seq <= 0) ORDER BY seq LIMIT ${rowsAtOnce}`;
    const rows = await database.query<StoredRow>(`SELECT ${columns} FROM audit_log ${next}`, [head.seq]);
    for (const row of rows) {
      const why = fault(key, head, row);
      if (why !== null) return { holds: false, seq: Math.min(row.seq, head.seq + 1), why };
      head = { seq: row.seq, hash: row.hash };
    }
    if (rows.length < rowsAtOnce) break;
  }
  if (missing === null) return { holds: true, head };
  return { holds: false, seq: Math.min(missing.seq, head.seq + 1), why: goneWhy(missing, head) };
}

/** Gives the first of the heads that the log does not have, null when it has all. */
export async function absent(database: Queries, heads: readonly AuditHead[]): Promise<AuditHead | null> {
  for (const head of heads) {
    const [row] = await database.query<{ hash: Buffer }>('SELECT hash FROM audit_log WHERE seq = $1', [head.seq]);
    if (row?.hash.equals(head.hash) !== true) return head;
  }
  return null;
}

function fault(key: Buffer, head: AuditHead, row: StoredRow): string | null {
  if (row.seq <= head.seq) return 'it stands before the first row';
  if (row.seq !== head.seq + 1) return `it is missing; the next row is ${row.seq}`;
  if (!row.previous.equals(head.hash)) return head.seq === 0 ? 'it does not begin the log' : `it does not follow row ${head.seq}`;
  if (!row.hash.equals(chainedHash(key, row.previous, row))) return 'it was altered, or not written with the secret of this install';
  return null;
}

function goneWhy(missing: AuditHead, head: AuditHead): string {
  if (missing.seq > head.seq) return `the log ends at row ${head.seq}, but once reached row ${missing.seq}: its end was cut off`;
  return `it is not the row that was noted at ${missing.seq}: the end was cut off and written anew`;
}
