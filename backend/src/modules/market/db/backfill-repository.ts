import type { Transaction } from '../../../platform/database/database';

/** How far the back-fill of one market at one interval has come: everything from `reachedAt` to `toAt` is stored (epoch ms). */
export interface BackfillProgress {
  marketId: number;
  minutes: number;
  fromAt: number;
  toAt: number;
  reachedAt: number;
  done: boolean;
  note: string | null;
}

const columns = `market_id AS "marketId", minutes, from_at AS "fromAt", to_at AS "toAt", reached_at AS "reachedAt", done, note`;

/** Enters what is to be back-filled; what was entered before stays as it is, so that a restart goes on where it was. */
export async function planBackfill(
  tx: Transaction,
  rows: readonly Pick<BackfillProgress, 'marketId' | 'minutes' | 'fromAt' | 'toAt'>[],
): Promise<void> {
  await tx.query(
    `INSERT INTO backfill_progress (market_id, minutes, from_at, to_at, reached_at)
     SELECT market_id, minutes, from_at, to_at, to_at FROM unnest($1::smallint[], $2::smallint[], $3::bigint[], $4::bigint[])
       AS b (market_id, minutes, from_at, to_at) ON CONFLICT DO NOTHING`,
    [rows.map((row) => row.marketId), rows.map((row) => row.minutes), rows.map((row) => row.fromAt), rows.map((row) => row.toAt)],
  );
}

export async function readBackfill(tx: Transaction): Promise<BackfillProgress[]> {
  return tx.query<BackfillProgress>(`SELECT ${columns} FROM backfill_progress`);
}

/** Notes how far it has come. */
export async function advanceBackfill(tx: Transaction, row: BackfillProgress): Promise<void> {
  await tx.query('UPDATE backfill_progress SET reached_at = $3, done = $4, note = $5 WHERE market_id = $1 AND minutes = $2', [
    row.marketId,
    row.minutes,
    row.reachedAt,
    row.done,
    row.note,
  ]);
}
