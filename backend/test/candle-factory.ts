import { toColumns, type CandleColumns, type CandleTuple } from '@tideline/indicators';
import type { Database } from '../src/platform/database/database';

/** Candles that look like a market: a wandering price with ranges and volumes that differ. The same `seed` gives the same ones. */
export function livelyCandles(seed: number, firstAt: number, stepMs: number, count: number): CandleTuple[] {
  let state = seed * 2_654_435_761 + 1;
  const chance = (): number => {
    state = (Math.imul(state ^ (state >>> 15), 0x2c1b3c6d) + 0x9e3779b9) >>> 0;
    return state / 2 ** 32;
  };
  let close = 100 * seed;
  return Array.from({ length: count }, (_, n) => {
    const open = close;
    close = open * (1 + (chance() - 0.495) * 0.02);
    const high = Math.max(open, close) * (1 + chance() * 0.004);
    const low = Math.min(open, close) * (1 - chance() * 0.004);
    return [firstAt + n * stepMs, open, high, low, close, 1 + chance() * 50];
  });
}

/** Stores candles as they are and gives them as columns. */
export async function storeCandles(
  database: Database,
  marketId: number,
  minutes: number,
  candles: readonly CandleTuple[],
): Promise<CandleColumns> {
  const columns = toColumns(candles);
  const values = [columns.at, columns.open, columns.high, columns.low, columns.close, columns.volume].map((column) => [...column]);
  const rows = 'unnest($2::bigint[], $3::float8[], $4::float8[], $5::float8[], $6::float8[], $7::float8[])';
  const insert =
    minutes === 1
      ? `INSERT INTO minute_candles SELECT $1::smallint, b.* FROM ${rows} AS b`
      : `INSERT INTO candles SELECT $1::smallint, ${Math.trunc(minutes)}, b.* FROM ${rows} AS b`;
  await database.query(insert, [marketId, ...values]);
  return columns;
}
