import { Inject, Injectable } from '@nestjs/common';
import type { Coverage } from '@tideline/contracts';
import { Database } from '../../../platform/database/database';

type Missing = Coverage['missing'];

/** `$1` the markets, `$2` and `$3` the range. A moment counts as observed when at least one of the markets was. */
const coverageSql = `
  WITH known AS (
    SELECT coalesce(range_agg(span) FILTER (WHERE kind IN ('watched', 'backfilled')), '{}') AS observed,
           coalesce(range_agg(span) FILTER (WHERE kind = 'candles_only'), '{}') AS candles
    FROM coverage, unnest(spans) AS span
    WHERE market_id = ANY($1::smallint[]) AND span && int8range($2, $3)
  ), cut AS (
    SELECT observed * range AS observed, candles * range - observed AS candles, range - observed - candles AS nothing
    FROM known, int8multirange(int8range($2, $3)) AS range
  )
  SELECT (SELECT coalesce(sum(upper(s) - lower(s)), 0)::bigint FROM cut, unnest(observed) AS s) AS "observedMs",
         (SELECT coalesce(jsonb_agg(jsonb_build_array(lower(s), upper(s), why) ORDER BY s), '[]') FROM (
            SELECT s, 'candles_only' AS why FROM cut, unnest(candles) AS s
            UNION ALL SELECT s, 'unrepaired' FROM cut, unnest(nothing) AS s) AS missing) AS missing`;

/** Reads which time was watched or filled in, and how far the first back-fill has come. */
@Injectable()
export class CoverageReader {
  constructor(@Inject(Database) private readonly database: Database) {}

  /** Of `from ≤ t < to` (epoch ms): how much was observed, and which stretches were not. */
  async coverage(marketIds: number[], { from, to }: { from: number; to: number }): Promise<{ observedMs: number; missing: Missing }> {
    const [row] = await this.database.query<{ observedMs: number; missing: Missing }>(coverageSql, [marketIds, from, to]);
    return row ?? { observedMs: 0, missing: [] };
  }

  /** Candles of one market that the first back-fill has fetched, of those it wants; at one stored length (minutes), or at all. */
  async backfill(marketId: number, minutes: number | null): Promise<{ done: number; total: number }> {
    const [row] = await this.database.query<{ done: number; total: number }>(
      `SELECT coalesce(sum((to_at - CASE WHEN done THEN from_at ELSE reached_at END) / (minutes * 60000)), 0)::bigint AS done,
              coalesce(sum((to_at - from_at) / (minutes * 60000)), 0)::bigint AS total
       FROM backfill_progress WHERE market_id = $1 AND ($2::smallint IS NULL OR minutes = $2)`,
      [marketId, minutes],
    );
    return row ?? { done: 0, total: 0 };
  }
}
