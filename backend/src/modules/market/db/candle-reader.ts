import type { Transaction } from '../../../platform/database/database';
import type { Candle } from '../domain/candle';

/** A stored candle with its series and length. */
export interface StoredCandle extends Candle {
  marketId: number;
  minutes: number;
}

const figures = 'open, high, low, close, volume';

/** Gives the candles of `minutes` length with `fromAt ≤ openAt < toAt` (epoch ms) of these series, ascending in time. */
export async function readCandles(
  tx: Transaction,
  marketIds: readonly number[],
  minutes: number,
  fromAt: number,
  toAt: number,
): Promise<StoredCandle[]> {
  const source = minutes === 1 ? 'minute_candles WHERE true' : `candles WHERE minutes = ${Math.trunc(minutes)}`;
  return tx.query<StoredCandle>(
    `SELECT market_id AS "marketId", ${Math.trunc(minutes)} AS minutes, open_at AS "openAt", ${figures} FROM ${source}
     AND market_id = ANY ($1::smallint[]) AND open_at >= $2::bigint AND open_at < $3::bigint ORDER BY open_at`,
    [marketIds, fromAt, toAt],
  );
}

/** Gives the newest minute candle of each of these series that has any. */
export async function readNewestMinutes(tx: Transaction, marketIds: readonly number[]): Promise<StoredCandle[]> {
  return tx.query<StoredCandle>(
    `SELECT m.id::int AS "marketId", 1 AS minutes, c.open_at AS "openAt", ${figures}
     FROM unnest($1::smallint[]) AS m (id)
     CROSS JOIN LATERAL (SELECT * FROM minute_candles WHERE market_id = m.id ORDER BY open_at DESC LIMIT 1) c`,
    [marketIds],
  );
}
