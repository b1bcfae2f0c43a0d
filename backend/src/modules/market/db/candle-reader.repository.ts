import { Inject, Injectable } from '@nestjs/common';
import type { CandleInterval, CandleRow } from '@tideline/contracts';
import { Database } from '../../../platform/database/database';
import { intervalMinutes } from '../domain/candle';

const columns = 'open_at, open, high, low, close, volume';

/** Reads stored candles of one series. */
@Injectable()
export class CandleReader {
  constructor(@Inject(Database) private readonly database: Database) {}

  /** The newest `limit` candles with `from ≤ open < to` (epoch ms), ascending. */
  async range(marketId: number, interval: CandleInterval, from: number, to: number, limit: number): Promise<CandleRow[]> {
    const rows =
      interval === '1m'
        ? await this.database.query<Record<string, number>>(
            `SELECT ${columns} FROM minute_candles WHERE market_id = $1 AND open_at >= $2 AND open_at < $3 ORDER BY open_at DESC LIMIT $4`,
            [marketId, from, to, limit],
          )
        : await this.database.query<Record<string, number>>(
            `SELECT ${columns} FROM candles WHERE market_id = $1 AND minutes = $5 AND open_at >= $2 AND open_at < $3
             ORDER BY open_at DESC LIMIT $4`,
            [marketId, from, to, limit, intervalMinutes[interval]],
          );
    return rows.map((row) => Object.values(row) as CandleRow).reverse();
  }
}
