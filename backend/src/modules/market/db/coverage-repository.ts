import type { Transaction } from '../../../platform/database/database';

export type CoverageKind = 'watched' | 'backfilled' | 'candles_only';

/** A stretch of a market's time, `[fromAt, toAt)` in epoch ms. */
export interface CoverageSpan {
  marketId: number;
  fromAt: number;
  toAt: number;
}

/** Adds spans of time to what is covered in this way. */
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
}
