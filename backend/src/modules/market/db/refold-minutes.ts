import type { Transaction } from '../../../platform/database/database';
import { consolidated } from '../domain/market';
import { exactSum, onlyGrows } from './candle-sql';

/** A minute of a series to be folded again. */
export interface SeriesMinute {
  marketId: number;
  openAt: number;
}

/** Folds minutes again from the stored trades: venue series from their own trades, consolidated ones from all valued trades of the asset. */
export async function refoldMinutes(tx: Transaction, minutes: readonly SeriesMinute[]): Promise<void> {
  if (minutes.length === 0) return;
  const values = [
    minutes.map((minute) => minute.marketId),
    minutes.map((minute) => minute.openAt),
    minutes.reduce((least, minute) => Math.min(least, minute.openAt), Infinity),
    minutes.reduce((most, minute) => Math.max(most, minute.openAt), -Infinity) + 60_000,
  ];
  await tx.query(refoldSql('t.price', `JOIN markets k ON k.id = m.id AND m.venue <> '${consolidated}'`), values);
  await tx.query(
    refoldSql('t.usd_price', `JOIN markets k ON k.base = m.base AND k.venue <> '${consolidated}' AND m.venue = '${consolidated}'`),
    values,
  );
}

function refoldSql(price: string, members: string): string {
  return `
    INSERT INTO minute_candles (market_id, open_at, open, high, low, close, volume)
    SELECT b.market_id, b.open_at,
      (array_agg(${price} ORDER BY t.traded_at, k.venue COLLATE "C", t.trade_id))[1], max(${price}), min(${price}),
      (array_agg(${price} ORDER BY t.traded_at DESC, k.venue COLLATE "C" DESC, t.trade_id DESC))[1], ${exactSum('t.quantity')}
    FROM (SELECT DISTINCT * FROM unnest($1::smallint[], $2::bigint[])) AS b (market_id, open_at)
    JOIN markets m ON m.id = b.market_id
    ${members}
    JOIN trades t ON t.market_id = k.id AND t.traded_at >= b.open_at AND t.traded_at < b.open_at + 60000
      AND t.traded_at >= $3::bigint AND t.traded_at < $4::bigint AND ${price} IS NOT NULL
    GROUP BY b.market_id, b.open_at
    ON CONFLICT (market_id, open_at) ${onlyGrows('minute_candles')}`;
}
