import type { Transaction } from '../../../platform/database/database';

/** Gives a look-up of the closes of these series' minutes with `fromAt ≤ openAt ≤ toAt` (epoch ms); null where there is none. */
export async function readMinuteCloses(
  tx: Transaction,
  marketIds: readonly number[],
  fromAt: number,
  toAt: number,
): Promise<(marketId: number, openAt: number) => number | null> {
  const rows = await tx.query<{ marketId: number; openAt: number; close: number }>(
    `SELECT market_id AS "marketId", open_at AS "openAt", close FROM minute_candles
     WHERE market_id = ANY ($1::smallint[]) AND open_at BETWEEN $2::bigint AND $3::bigint`,
    [marketIds, fromAt, toAt],
  );
  const closes = new Map(rows.map((row) => [`${row.marketId} ${row.openAt}`, row.close]));
  return (marketId, openAt) => closes.get(`${marketId} ${openAt}`) ?? null;
}
