import type { Database } from '../src/platform/database/database';

const minuteMs = 60_000;

/**
 * A quiet past of a series around `price`: two days of five-minute candles and 75 single minutes, up to the minute before the present
 * one. The closes swing by 0.05 %.
 */
export async function insertCalmHistory(database: Database, marketId: number, price: number): Promise<void> {
  const now = Math.floor(Date.now() / minuteMs) * minuteMs;
  const step = 5 * minuteMs;
  const figures = (minutes: number): string =>
    `$4::float8 * (1 + 0.0005 * sin(n * ${minutes})), 1 FROM generate_series(0, $5::integer - 1) AS n`;
  const values = (openAt: number, length: number, count: number): unknown[] => [marketId, openAt, length, price, count];
  const closes = (minutes: number): string =>
    `SELECT $1::smallint, $2::bigint + n * $3::bigint, $4::float8, $4::float8, $4::float8, ${figures(minutes)}`;
  await database.query(
    `INSERT INTO candles (market_id, open_at, open, high, low, close, volume, minutes)
     SELECT rows.*, 5 FROM (${closes(5)}) AS rows`,
    values(Math.floor(now / step) * step - 576 * step, step, 576),
  );
  await database.query(
    `INSERT INTO minute_candles (market_id, open_at, open, high, low, close, volume) ${closes(1)}`,
    values(now - 75 * minuteMs, minuteMs, 75),
  );
}
