import { Inject, Injectable } from '@nestjs/common';
import type { CandleInterval } from '@tideline/contracts';
import { Database } from '../../../platform/database/database';
import { intervalMinutes } from '../domain/candle';
import type { SeriesRows } from '../domain/series-rows';

/** Which columns a row of the answer has. */
const shapes = {
  candle: 'open_at, open, high, low, close, volume',
  point: 'open_at, close, volume',
};
export type RowShape = keyof typeof shapes;

/** Reads stored candles of one series, as the JSON text that is sent: the numbers are never parsed here just to be written again. */
@Injectable()
export class CandleReader {
  constructor(@Inject(Database) private readonly database: Database) {}

  /** The newest `limit` candles with `from ≤ open < to` (epoch ms), ascending. */
  async range(
    marketId: number,
    interval: CandleInterval,
    { from, to, limit, shape }: { from: number; to: number; limit: number; shape: RowShape },
  ): Promise<SeriesRows> {
    const source = interval === '1m' ? 'minute_candles WHERE true' : `candles WHERE minutes = ${intervalMinutes[interval]}`;
    const [rows] = await this.database.query<SeriesRows>(
      `SELECT coalesce(string_agg('[' || concat_ws(',', ${shapes[shape]}) || ']', ',' ORDER BY open_at), '') AS json,
              count(*) AS count, min(open_at) AS "firstAt", max(open_at) AS "lastAt"
       FROM (SELECT * FROM ${source} AND market_id = $1 AND open_at >= $2 AND open_at < $3 ORDER BY open_at DESC LIMIT $4) AS newest`,
      [marketId, from, to, limit],
    );
    return rows ?? { json: '', count: 0, firstAt: null, lastAt: null };
  }
}
