import { Inject, Injectable } from '@nestjs/common';
import type { PublicTrade } from '@tideline/contracts';
import { Database } from '../../../platform/database/database';

/** Where a page of trades ends: the next one holds what is older than this. */
export interface TradePosition {
  tradedAt: number;
  tradeId: number;
  marketId: number;
}

interface TradeRow {
  market_id: number;
  venue: string;
  pair: string;
  trade_id: number;
  traded_at: number;
  price: number;
  quantity: number;
  is_buy: boolean;
}

/** Reads stored trades, newest first. */
@Injectable()
export class TradeReader {
  constructor(@Inject(Database) private readonly database: Database) {}

  /** At most `limit` trades of these markets with `from ≤ tradedAt < to`, older than `after`. */
  async page(
    marketIds: number[],
    range: { from: number; to: number },
    limit: number,
    after: TradePosition | null,
  ): Promise<{ trades: PublicTrade[]; last: TradePosition | null }> {
    const rows = await this.database.query<TradeRow>(
      `SELECT t.*, m.venue, m.pair
       FROM unnest($1::smallint[]) AS wanted (id)
       JOIN markets m ON m.id = wanted.id
       CROSS JOIN LATERAL (
         SELECT market_id, trade_id, traded_at, price, quantity, is_buy FROM trades
         WHERE market_id = wanted.id AND traded_at >= $2 AND traded_at <= $4
           AND (traded_at, trade_id, market_id) < ($4, $5, $6::integer)
         ORDER BY traded_at DESC, trade_id DESC LIMIT $3
       ) t
       ORDER BY t.traded_at DESC, t.trade_id DESC, t.market_id DESC LIMIT $3`,
      [marketIds, range.from, limit, ...bound(range.to, after)],
    );
    const last = rows.at(-1);
    return {
      trades: rows.map(toTrade),
      last: last && rows.length === limit ? { tradedAt: last.traded_at, tradeId: last.trade_id, marketId: last.market_id } : null,
    };
  }
}

/** Everything before `to`, or before the position when that is earlier. */
function bound(to: number, after: TradePosition | null): [number, number, number] {
  return after !== null && after.tradedAt < to ? [after.tradedAt, after.tradeId, after.marketId] : [to, -1, 0];
}

function toTrade(row: TradeRow): PublicTrade {
  return {
    venue: row.venue,
    pair: row.pair,
    tradeId: String(row.trade_id),
    price: row.price,
    quantity: row.quantity,
    side: row.is_buy ? 'buy' : 'sell',
    tradedAt: new Date(row.traded_at).toISOString(),
  };
}
