import type { Transaction } from '../../../platform/database/database';

/** The newest ticker of a market; `at` is the minute (epoch ms), volume in the base asset. */
export interface TickerSample {
  marketId: number;
  at: number;
  bid: number | null;
  ask: number | null;
  last: number | null;
  volume24h: number | null;
}

/** Stores one row per market and minute; the first one of a minute stays. */
export async function insertTickers(tx: Transaction, samples: readonly TickerSample[]): Promise<void> {
  if (samples.length === 0) return;
  await tx.query(
    `INSERT INTO ticker_history (market_id, at, bid, ask, last, volume_24h)
     SELECT * FROM unnest($1::smallint[], $2::bigint[], $3::float8[], $4::float8[], $5::float8[], $6::float8[]) ON CONFLICT DO NOTHING`,
    [
      samples.map((sample) => sample.marketId),
      samples.map((sample) => sample.at),
      samples.map((sample) => sample.bid),
      samples.map((sample) => sample.ask),
      samples.map((sample) => sample.last),
      samples.map((sample) => sample.volume24h),
    ],
  );
}
