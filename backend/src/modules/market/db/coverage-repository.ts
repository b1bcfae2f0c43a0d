import type { Transaction } from '../../../platform/database/database';

export type CoverageKind = 'watched' | 'backfilled' | 'candles_only';

/** A stretch of a market's time, `[fromAt, toAt)` in epoch ms. */
export interface CoverageSpan {
  marketId: number;
  fromAt: number;
  toAt: number;
}

/** Adds spans of time to what is covered in this way. Time in which trades are known to be missing does not count as watched. */
export async function addCoverage(tx: Transaction, kind: CoverageKind, spans: readonly CoverageSpan[]): Promise<void> {
  const real = spans.filter((span) => span.toAt > span.fromAt);
  if (real.length === 0) return;
  await tx.query(
    `INSERT INTO coverage AS c (market_id, kind, spans)
     SELECT market_id, $1, range_agg(int8range(from_at, to_at))
     FROM unnest($2::smallint[], $3::bigint[], $4::bigint[]) AS s (market_id, from_at, to_at) GROUP BY market_id
     ON CONFLICT (market_id, kind) DO UPDATE SET spans = c.spans + excluded.spans`,
    [kind, real.map((span) => span.marketId), real.map((span) => span.fromAt), real.map((span) => span.toAt)],
  );
  if (kind !== 'watched') return;
  await tx.query(
    `UPDATE coverage c SET spans = c.spans - g.spans
     FROM (SELECT market_id, range_agg(int8range(from_at, greatest(from_at, to_at))) AS spans FROM trade_gaps
           WHERE status <> 'repaired' AND market_id = ANY ($1::smallint[]) GROUP BY market_id) g
     WHERE c.market_id = g.market_id AND c.kind = 'watched' AND c.spans && g.spans`,
    [real.map((span) => span.marketId)],
  );
}
