import type { Candle } from '../candle-columns';
import type { IndicatorKind, SavedIndicator } from '../indicator';
import { periodParameter } from '../parameters';
import { RunningMax, RunningMin } from '../rolling/rolling-extreme';
import { Delay, follow, replay, Stepped } from '../stepped';

class RunningDonchian extends Stepped {
  private readonly highest: RunningMax;
  private readonly lowest: RunningMin;
  private readonly highestBefore: Delay;
  private readonly lowestBefore: Delay;

  constructor(period: number, saved?: SavedIndicator) {
    super(3, 0, saved);
    this.highest = this.part(new RunningMax(period, this.saved));
    this.lowest = this.part(new RunningMin(period, this.saved));
    this.highestBefore = this.part(new Delay(1, this.saved));
    this.lowestBefore = this.part(new Delay(1, this.saved));
  }

  override step({ high, low }: Candle, closed: boolean): void {
    const upper = this.highestBefore.feed(this.highest.feed(high, closed), closed);
    const lower = this.lowestBefore.feed(this.lowest.feed(low, closed), closed);
    this.values[0] = lower;
    this.values[1] = (upper + lower) / 2;
    this.values[2] = upper;
  }
}

/**
 * Donchian channel: highest high and lowest low of the `period` candles BEFORE this one, and the middle of the two. The candle itself
 * does not count, so that it can break out of the channel; charting programs such as TradingView count it. From index `period` on.
 * After R. D. Donchian; as in C. M. Faith, Way of the Turtle (2007).
 */
export const donchianKind: IndicatorKind<[period: number]> = {
  id: 'donchian',
  title: 'Donchian channel',
  parameters: [periodParameter(20)],
  outputs: ['lower', 'middle', 'upper'],
  pane: 'price',
  firstIndex: ([period]) => [period, period, period],
  memory: ([period]) => period + 1,
  batch: (candles, [period], out) => replay(candles, new RunningDonchian(period), out),
  start: ([period], _context, saved) => follow(new RunningDonchian(period, saved)),
};
