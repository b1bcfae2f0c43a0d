import type { Transaction } from '../../../platform/database/database';

/** Trades as columns, in step: what one statement inserts, without an object per trade. */
export interface TradeColumns {
  marketIds: number[];
  tradeIds: number[];
  tradedAts: number[];
  prices: number[];
  quantities: number[];
  isBuys: boolean[];
  /** Null = not part of the consolidated series. */
  usdPrices: (number | null)[];
}

/** Gives empty columns. */
export function noTrades(): TradeColumns {
  return { marketIds: [], tradeIds: [], tradedAts: [], prices: [], quantities: [], isBuys: [], usdPrices: [] };
}

/** Rows in one statement: beyond it the arrays' text costs more than another round trip. */
const chunk = 10_000;

/**
 * Stores trades and gives how many were not there before. A trade is known by market, id and time; an id already stored within ± 1 s is the
 * same trade (a venue's REST and WebSocket times differ in precision) and is not inserted again, but takes on the given USD value: whoever
 * stores a trade has folded it at that value, and candles must be what the stored trades give. An id may come once per call.
 */
export async function insertTrades(tx: Transaction, trades: TradeColumns): Promise<number> {
  let inserted = 0;
  for (let from = 0; from < trades.tradeIds.length; from += chunk) {
    const part = <T>(column: T[]): T[] => (trades.tradeIds.length <= chunk ? column : column.slice(from, from + chunk));
    const times = part(trades.tradedAts);
    const values = [
      part(trades.marketIds),
      part(trades.tradeIds),
      times,
      part(trades.prices),
      part(trades.quantities),
      part(trades.isBuys),
      part(trades.usdPrices),
      times.reduce((least, at) => Math.min(least, at), Infinity) - 1_000,
      times.reduce((most, at) => Math.max(most, at), -Infinity) + 1_000,
    ];
    const [row] = await tx.query<{ inserted: number }>(insertSql, values);
    inserted += row?.inserted ?? 0;
    if ((row?.inserted ?? 0) < times.length)
      await tx.query(
        revalueSql,
        [0, 1, 2, 6, 7, 8].map((column) => values[column]),
      );
  }
  return inserted;
}

const isSame = `t.market_id = b.market_id AND t.trade_id = b.trade_id AND t.traded_at BETWEEN b.traded_at - 1000 AND b.traded_at + 1000`;

const insertSql = `
  WITH stored AS (
    INSERT INTO trades (market_id, trade_id, traded_at, price, quantity, is_buy, usd_price)
    SELECT b.* FROM unnest($1::smallint[], $2::bigint[], $3::bigint[], $4::float8[], $5::float8[], $6::boolean[], $7::float8[])
      AS b (market_id, trade_id, traded_at, price, quantity, is_buy, usd_price)
    WHERE NOT EXISTS (SELECT 1 FROM trades t WHERE ${isSame} AND t.traded_at BETWEEN $8::bigint AND $9::bigint)
    ON CONFLICT DO NOTHING
    RETURNING 1)
  SELECT count(*)::int AS inserted FROM stored`;

const revalueSql = `
  UPDATE trades t SET usd_price = b.usd_price
  FROM unnest($1::smallint[], $2::bigint[], $3::bigint[], $4::float8[]) AS b (market_id, trade_id, traded_at, usd_price)
  WHERE ${isSame} AND t.traded_at BETWEEN $5::bigint AND $6::bigint AND t.usd_price IS DISTINCT FROM b.usd_price`;
