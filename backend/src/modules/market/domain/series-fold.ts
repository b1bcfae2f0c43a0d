import { bucketStart } from './candle';
import { CoarseFold } from './coarse-fold';
import { MinuteFold } from './minute-fold';

/** Minutes this old are no longer held: a trade for them is folded from the stored trades instead. */
export const openWindowMs = 10 * 60_000;

/** The candles of one series while they form: the open minutes, and the coarser candles they are part of. */
export class SeriesFold {
  readonly coarse = new CoarseFold();
  private readonly minutes = new Map<number, MinuteFold>();
  private touched = new Set<MinuteFold>();
  private current: MinuteFold | null = null;

  constructor(readonly marketId: number) {}

  /** Adds a trade once; price in the currency of the series. */
  add(tradedAt: number, venue: string, tradeId: number, price: number, quantity: number): void {
    const minute = this.minuteAt(bucketStart(tradedAt, 1));
    minute.add(tradedAt, venue, tradeId, price, quantity);
    this.touched.add(minute);
  }

  /** Gives the minutes that changed since the last call, oldest first. */
  takeTouched(): MinuteFold[] {
    if (this.touched.size === 0) return [];
    const taken = [...this.touched].sort((a, b) => a.openAt - b.openAt);
    this.touched = new Set();
    return taken;
  }

  /** Lets go of the minutes before `openAt`; what was touched is still given by `takeTouched`. */
  dropBefore(openAt: number): void {
    for (const key of this.minutes.keys()) if (key < openAt) this.minutes.delete(key);
    if (this.current !== null && this.current.openAt < openAt) this.current = null;
  }

  private minuteAt(openAt: number): MinuteFold {
    if (this.current?.openAt === openAt) return this.current;
    let minute = this.minutes.get(openAt);
    if (minute === undefined) {
      minute = new MinuteFold(openAt);
      this.minutes.set(openAt, minute);
    }
    this.current = minute;
    return minute;
  }
}
