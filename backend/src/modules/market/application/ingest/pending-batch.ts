import { noTrades, type TradeColumns } from '../../db/trade-store';
import type { Trade } from '../../domain/trade';

/**
 * More unstored trades than this are not taken in. They are not lost: the ledger has not seen them either, so their ids show up as a hole
 * once there is room again, and the hole is repaired from the venue.
 */
export const maxPendingTrades = 200_000;

/** The trades that wait to be stored. */
export class PendingBatch {
  private columns = noTrades();
  /** Taken but not yet stored. */
  private underway = 0;

  get size(): number {
    return this.columns.tradeIds.length + this.underway;
  }

  get full(): boolean {
    return this.size >= maxPendingTrades;
  }

  add(marketId: number, trade: Trade, usdPrice: number | null): void {
    const { columns } = this;
    columns.marketIds.push(marketId);
    columns.tradeIds.push(trade.tradeId);
    columns.tradedAts.push(trade.tradedAt);
    columns.prices.push(trade.price);
    columns.quantities.push(trade.quantity);
    columns.isBuys.push(trade.side === 'buy');
    columns.usdPrices.push(usdPrice);
  }

  /** Hands over what waits; it still counts until `stored`. */
  take(): TradeColumns {
    const taken = this.columns;
    this.underway = taken.tradeIds.length;
    this.columns = noTrades();
    return taken;
  }

  stored(): void {
    this.underway = 0;
  }
}
