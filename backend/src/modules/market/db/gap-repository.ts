import type { Database, Transaction } from '../../../platform/database/database';

/** A hole in a market's trade ids as it is kept until it is settled; times in epoch ms. */
export interface TradeGap {
  id: number;
  marketId: number;
  afterId: number;
  beforeId: number;
  fromAt: number;
  toAt: number;
}

export type GapOutcome = 'repaired' | 'candles_only' | 'unrepairable';

const columns = `id, market_id AS "marketId", after_id AS "afterId", before_id AS "beforeId", from_at AS "fromAt", to_at AS "toAt"`;

/** Keeps these holes and takes their time out of what counts as watched; gives them with their ids. */
export async function openGaps(tx: Transaction, holes: readonly Omit<TradeGap, 'id'>[]): Promise<TradeGap[]> {
  if (holes.length === 0) return [];
  const gaps = await tx.query<TradeGap>(
    `INSERT INTO trade_gaps (market_id, after_id, before_id, from_at, to_at)
     SELECT * FROM unnest($1::smallint[], $2::bigint[], $3::bigint[], $4::bigint[], $5::bigint[])
     ON CONFLICT (market_id, after_id, before_id) DO UPDATE SET status = 'open', closed_at = NULL
     RETURNING ${columns}`,
    [
      holes.map((hole) => hole.marketId),
      holes.map((hole) => hole.afterId),
      holes.map((hole) => hole.beforeId),
      holes.map((hole) => hole.fromAt),
      holes.map((hole) => hole.toAt),
    ],
  );
  await tx.query(
    `UPDATE coverage c SET spans = c.spans - h.spans
     FROM (SELECT market_id, range_agg(int8range(from_at, greatest(to_at, from_at))) AS spans
           FROM unnest($1::smallint[], $2::bigint[], $3::bigint[]) AS g (market_id, from_at, to_at) GROUP BY market_id) h
     WHERE c.market_id = h.market_id AND c.kind = 'watched'`,
    [gaps.map((gap) => gap.marketId), gaps.map((gap) => gap.fromAt), gaps.map((gap) => gap.toAt)],
  );
  return gaps;
}

/** Settles holes; a `note` says why where trades could not be had. */
export async function closeGaps(tx: Transaction, ids: readonly number[], outcome: GapOutcome, note: string | null): Promise<void> {
  await tx.query('UPDATE trade_gaps SET status = $2, note = $3, closed_at = now() WHERE id = ANY($1::bigint[])', [ids, outcome, note]);
}

/** Gives the holes that are still open, oldest first. */
export async function findOpenGaps(database: Database): Promise<TradeGap[]> {
  return database.query<TradeGap>(`SELECT ${columns} FROM trade_gaps WHERE status = 'open' ORDER BY id`);
}
