import type { Candle } from './candle';
import { ExactSum } from './exact-sum';

/**
 * Folds the trades of one series and one minute into its candle, in whatever order they come: the open is the trade with the smallest
 * (tradedAt, venue, tradeId), the close the one with the largest, the volume an exact sum. Each trade must be added once.
 */
export class MinuteFold {
  private openPrice = 0;
  private openedAt = Infinity;
  private openVenue = '';
  private openId = 0;
  private closePrice = 0;
  private closedAt = -Infinity;
  private closeVenue = '';
  private closeId = 0;
  private high = -Infinity;
  private low = Infinity;
  private readonly volume = new ExactSum();

  constructor(readonly openAt: number) {}

  /** `price` in the currency of the series, `quantity` in the base asset. */
  add(tradedAt: number, venue: string, tradeId: number, price: number, quantity: number): void {
    if (order(tradedAt, venue, tradeId, this.openedAt, this.openVenue, this.openId) < 0) {
      this.openedAt = tradedAt;
      this.openVenue = venue;
      this.openId = tradeId;
      this.openPrice = price;
    }
    if (order(tradedAt, venue, tradeId, this.closedAt, this.closeVenue, this.closeId) > 0) {
      this.closedAt = tradedAt;
      this.closeVenue = venue;
      this.closeId = tradeId;
      this.closePrice = price;
    }
    if (price > this.high) this.high = price;
    if (price < this.low) this.low = price;
    this.volume.add(quantity);
  }

  /** Gives the candle of what was added so far; a fold without trades has no candle and must not be asked. */
  get candle(): Candle {
    return {
      openAt: this.openAt,
      open: this.openPrice,
      high: this.high,
      low: this.low,
      close: this.closePrice,
      volume: this.volume.value,
    };
  }
}

function order(atA: number, venueA: string, idA: number, atB: number, venueB: string, idB: number): number {
  if (atA !== atB) return atA - atB;
  if (venueA !== venueB) return venueA < venueB ? -1 : 1;
  return idA - idB;
}
