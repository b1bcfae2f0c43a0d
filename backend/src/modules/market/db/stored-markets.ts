import type { Transaction } from '../../../platform/database/database';

/** The newest trade that a market has stored. */
export interface NewestTrade {
  marketId: number;
  tradeId: number;
  tradedAt: number;
  price: number;
}

/** A run of ids between two stored trades, or a kept hole; `afterId < id < beforeId`, times in epoch ms. */
export interface StoredRun {
  marketId: number;
  afterId: number;
  beforeId: number;
  fromAt: number;
  toAt: number;
  /** Null for a run that was never kept as a hole. */
  status: string | null;
}

/** Gives the newest trade by time of each of these markets that has any. */
export async function readNewestTrades(tx: Transaction, marketIds: readonly number[]): Promise<NewestTrade[]> {
  return tx.query<NewestTrade>(
    `SELECT m.id::int AS "marketId", t.trade_id AS "tradeId", t.traded_at AS "tradedAt", t.price
     FROM unnest($1::smallint[]) AS m (id)
     CROSS JOIN LATERAL (SELECT trade_id, traded_at, price FROM trades WHERE market_id = m.id ORDER BY traded_at DESC, trade_id DESC LIMIT 1) t`,
    [marketIds],
  );
}

/** Gives the largest id, and the runs of ids missing between stored trades, among each market's trades since the time beside it. */
export async function readRecentRuns(
  tx: Transaction,
  since: readonly { marketId: number; at: number }[],
): Promise<{ lastIds: Map<number, number>; runs: StoredRun[] }> {
  const values = [since.map((one) => one.marketId), since.map((one) => one.at)];
  const source = `unnest($1::smallint[], $2::bigint[]) AS s (market_id, at) JOIN trades t ON t.market_id = s.market_id AND t.traded_at >= s.at`;
  const last = await tx.query<{ marketId: number; lastId: number }>(
    `SELECT t.market_id AS "marketId", max(t.trade_id) AS "lastId" FROM ${source} GROUP BY t.market_id`,
    values,
  );
  const runs = await tx.query<StoredRun>(
    `SELECT * FROM (
       SELECT t.market_id AS "marketId", t.trade_id AS "afterId", lead(t.trade_id) OVER w AS "beforeId",
         t.traded_at AS "fromAt", lead(t.traded_at) OVER w AS "toAt", NULL AS status
       FROM ${source} WINDOW w AS (PARTITION BY t.market_id ORDER BY t.trade_id)) runs
     WHERE "beforeId" > "afterId" + 1`,
    values,
  );
  return { lastIds: new Map(last.map((row) => [row.marketId, row.lastId])), runs };
}

/** Gives the kept holes that are open, or that end after the time beside their market. */
export async function readKeptHoles(tx: Transaction, since: readonly { marketId: number; at: number }[]): Promise<StoredRun[]> {
  return tx.query<StoredRun>(
    `SELECT g.market_id AS "marketId", after_id AS "afterId", before_id AS "beforeId", from_at AS "fromAt", to_at AS "toAt", status
     FROM unnest($1::smallint[], $2::bigint[]) AS s (market_id, at)
     JOIN trade_gaps g ON g.market_id = s.market_id AND (g.status = 'open' OR g.to_at >= s.at)`,
    [since.map((one) => one.marketId), since.map((one) => one.at)],
  );
}

/** Gives the ids that are stored inside a hole. */
export async function readStoredIds(tx: Transaction, hole: StoredRun): Promise<number[]> {
  const rows = await tx.query<{ tradeId: number }>(
    `SELECT trade_id AS "tradeId" FROM trades
     WHERE market_id = $1 AND trade_id > $2 AND trade_id < $3 AND traded_at BETWEEN $4::bigint - 60000 AND $5::bigint + 60000`,
    [hole.marketId, hole.afterId, hole.beforeId, hole.fromAt, hole.toAt],
  );
  return rows.map((row) => row.tradeId);
}

export interface StoredTrade {
  marketId: number;
  tradeId: number;
  tradedAt: number;
  price: number;
  quantity: number;
  usdPrice: number | null;
}

/** Gives the trades of these markets from `fromAt` (epoch ms) on. */
export async function readTradesSince(tx: Transaction, marketIds: readonly number[], fromAt: number): Promise<StoredTrade[]> {
  return tx.query<StoredTrade>(
    `SELECT market_id AS "marketId", trade_id AS "tradeId", traded_at AS "tradedAt", price, quantity, usd_price AS "usdPrice"
     FROM trades WHERE market_id = ANY ($1::smallint[]) AND traded_at >= $2::bigint`,
    [marketIds, fromAt],
  );
}
