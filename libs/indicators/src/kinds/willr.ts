import type { Candle } from '../candle-columns';
import type { IndicatorKind, SavedIndicator } from '../indicator';
import { periodParameter } from '../parameters';
import { RunningMax, RunningMin } from '../rolling/rolling-extreme';
import { follow, replay, Stepped } from '../stepped';

class RunningWilliamsR extends Stepped {
  private readonly highest: RunningMax;
  private readonly lowest: RunningMin;

  constructor(period: number, saved?: SavedIndicator) {
    super(1, 0, saved);
    this.highest = this.part(new RunningMax(period, this.saved));
    this.lowest = this.part(new RunningMin(period, this.saved));
  }

  override step({ high, low, close }: Candle, closed: boolean): void {
    const highest = this.highest.feed(high, closed);
    const lowest = this.lowest.feed(low, closed);
    this.values[0] = highest === lowest ? -100 : (100 * (close - highest)) / (highest - lowest);
  }
}

/**
 * Williams %R, −100 to 0: 100 × (close − highest high) ÷ (highest high − lowest low) over `period` candles. From index period − 1 on; −100
 * where the window is flat, as the stochastic is 0 there.
 * After L. R. Williams, How I Made One Million Dollars Last Year Trading Commodities (1973).
 */
export const willrKind: IndicatorKind<[period: number]> = {
  id: 'willr',
  title: 'Williams %R',
  parameters: [periodParameter(14)],
  outputs: ['willr'],
  pane: 'own',
  firstIndex: ([period]) => [period - 1],
  memory: ([period]) => period,
  batch: (candles, [period], out) => replay(candles, new RunningWilliamsR(period), out),
  start: ([period], _context, saved) => follow(new RunningWilliamsR(period, saved)),
};
