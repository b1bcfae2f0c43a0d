import { Inject, Injectable } from '@nestjs/common';
import type { CandleInterval } from '@tideline/contracts';
import type { CandleColumns } from '@tideline/indicators';
import { Database } from '../../../platform/database/database';
import { inTurns } from '../../../platform/turns/turn';
import { intervalMinutes } from '../domain/candle';
import { columnsFromBytes, joinColumns, joinPiecewise, noCandles } from '../domain/candle-columns';

/** One row's figures as the doubles that PostgreSQL itself holds: no number is written as text just to be parsed here. */
const bytesOf = ['open_at::float8', 'open', 'high', 'low', 'close', 'volume'].map((column) => `float8send(${column})`).join(' || ');
const figures = 'open_at, open, high, low, close, volume';
/** What one answer of the database may hold, so that unpacking it takes a few milliseconds. */
const rowsPerRead = 10_000;

/** Reads stored candles as columns of numbers. */
@Injectable()
export class ColumnReader {
  constructor(@Inject(Database) private readonly database: Database) {}

  /** The newest `limit` candles of a series with `from ≤ open < to` (epoch ms), ascending. */
  async newest(marketId: number, interval: CandleInterval, range: { from: number; to: number; limit: number }): Promise<CandleColumns> {
    const parts: CandleColumns[] = [];
    for (let { to, limit } = range; limit > 0;) {
      const wanted = Math.min(limit, rowsPerRead);
      const part = (await this.ofMany([marketId], interval, { from: range.from, to, limit: wanted })).get(marketId) ?? noCandles;
      parts.unshift(part);
      limit -= part.length;
      to = part.at[0] ?? 0;
      if (part.length < wanted) break;
    }
    return parts.length === 1 ? joinColumns(...parts) : inTurns(joinPiecewise(parts));
  }

  /** The same of several series at once, by market; a market without candles is left out. The caller bounds markets × `limit`. */
  async ofMany(
    marketIds: readonly number[],
    interval: CandleInterval,
    { from, to, limit }: { from: number; to: number; limit: number },
  ): Promise<Map<number, CandleColumns>> {
    const source = interval === '1m' ? 'minute_candles WHERE' : `candles WHERE minutes = ${intervalMinutes[interval]} AND`;
    const rows = await this.database.query<{ marketId: number; bytes: Buffer }>(
      `SELECT m.id::int AS "marketId", string_agg(newest.bytes, ''::bytea ORDER BY newest.open_at) AS bytes
       FROM unnest($1::smallint[]) AS m (id)
       CROSS JOIN LATERAL (
         SELECT open_at, ${bytesOf} AS bytes FROM (
           SELECT ${figures} FROM ${source} market_id = m.id AND open_at >= $2 AND open_at < $3 ORDER BY open_at DESC LIMIT $4
         ) AS rows
       ) AS newest
       GROUP BY m.id`,
      [marketIds, from, to, limit],
    );
    return new Map(rows.map(({ marketId, bytes }) => [marketId, columnsFromBytes(bytes)]));
  }
}
