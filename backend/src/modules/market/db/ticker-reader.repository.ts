import { Inject, Injectable } from '@nestjs/common';
import type { TickerRow } from '@tideline/contracts';
import { Database } from '../../../platform/database/database';

/** Where a page of tickers ends. */
export interface TickerPosition {
  at: number;
  marketId: number;
}

type StoredTicker = Omit<TickerRow, 'at'> & { at: number; marketId: number };

/** Reads the minute-by-minute ticker history, newest first. */
@Injectable()
export class TickerReader {
  constructor(@Inject(Database) private readonly database: Database) {}

  /** At most `limit` rows of these markets with `from ≤ at < to`, after the position of the page before. */
  async page(
    marketIds: number[],
    range: { from: number; to: number },
    limit: number,
    after: TickerPosition | null,
  ): Promise<{ rows: TickerRow[]; last: TickerPosition | null }> {
    const rows = await this.database.query<StoredTicker>(
      `SELECT m.venue, m.pair, t.bid, t.ask, t.last, t.volume_24h AS "volume24h", t.at, t.market_id AS "marketId"
       FROM ticker_history t JOIN markets m ON m.id = t.market_id
       WHERE t.market_id = ANY($1::smallint[]) AND t.at >= $2 AND t.at < $3 AND (t.at, t.market_id) < ($5, $6::integer)
       ORDER BY t.at DESC, t.market_id DESC LIMIT $4`,
      [marketIds, range.from, range.to, limit, after?.at ?? range.to, after?.marketId ?? 0],
    );
    const last = rows.at(-1);
    return {
      rows: rows.map(({ marketId: _, at, ...row }) => ({ ...row, at: new Date(at).toISOString() })),
      last: last && rows.length === limit ? { at: last.at, marketId: last.marketId } : null,
    };
  }
}
