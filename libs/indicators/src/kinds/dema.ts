import type { Candle } from '../candle-columns';
import type { IndicatorKind, SavedIndicator } from '../indicator';
import { periodParameter } from '../parameters';
import { emaFactor, RunningSmoothing, smoothingMemory } from '../rolling/smoothing';
import { follow, replay, Stepped } from '../stepped';

class RunningDema extends Stepped {
  private readonly once: RunningSmoothing;
  private readonly twice: RunningSmoothing;

  constructor(period: number, saved?: SavedIndicator) {
    super(1, 0, saved);
    this.once = this.part(new RunningSmoothing(period, emaFactor(period), this.saved));
    this.twice = this.part(new RunningSmoothing(1, emaFactor(period), this.saved));
  }

  override step({ close }: Candle, closed: boolean): void {
    const once = this.once.feed(close, closed);
    this.values[0] = 2 * once - this.twice.feed(once, closed);
  }
}

/**
 * Double exponential moving average of the close: 2 × EMA − EMA of the EMA, α = 2 ÷ (period + 1). Both averages are seeded at index
 * period − 1 with the simple mean of the first `period` closes, so the DEMA is defined from there on. TA-Lib seeds the second one with
 * the mean of the first `period` values of the first one, at index 2 × (period − 1).
 * After P. G. Mulloy, Technical Analysis of Stocks & Commodities 12:1 (1994).
 */
export const demaKind: IndicatorKind<[period: number]> = {
  id: 'dema',
  title: 'Double exponential moving average',
  parameters: [periodParameter(14)],
  outputs: ['dema'],
  pane: 'price',
  firstIndex: ([period]) => [period - 1],
  memory: ([period]) => 2 * smoothingMemory(period, emaFactor(period)),
  batch: (candles, [period], out) => replay(candles, new RunningDema(period), out),
  start: ([period], _context, saved) => follow(new RunningDema(period, saved)),
};
