import type { Candle } from '../candle-columns';
import type { IndicatorKind, SavedIndicator } from '../indicator';
import { periodParameter } from '../parameters';
import { RunningWeightedMean } from '../rolling/rolling-weighted-mean';
import { follow, replay, Stepped } from '../stepped';

class RunningHma extends Stepped {
  private readonly slow: RunningWeightedMean;
  private readonly fast: RunningWeightedMean;
  private readonly last: RunningWeightedMean;

  constructor(period: number, saved?: SavedIndicator) {
    super(1, 0, saved);
    this.slow = this.part(new RunningWeightedMean(period, this.saved));
    this.fast = this.part(new RunningWeightedMean(Math.floor(period / 2), this.saved));
    this.last = this.part(new RunningWeightedMean(root(period), this.saved));
  }

  override step({ close }: Candle, closed: boolean): void {
    this.values[0] = this.last.feed(2 * this.fast.feed(close, closed) - this.slow.feed(close, closed), closed);
  }
}

function root(period: number): number {
  return Math.floor(Math.sqrt(period));
}

/**
 * Hull moving average of the close: WMA over ⌊√period⌋ of (2 × WMA over ⌊period ÷ 2⌋ − WMA over period). From index
 * period + ⌊√period⌋ − 2 on. TradingView rounds the root down as well; others round it to the nearest.
 * After A. Hull, How to reduce lag in a moving average (2005).
 */
export const hmaKind: IndicatorKind<[period: number]> = {
  id: 'hma',
  title: 'Hull moving average',
  parameters: [periodParameter(14, { min: 2 })],
  outputs: ['hma'],
  pane: 'price',
  firstIndex: ([period]) => [period + root(period) - 2],
  memory: ([period]) => period + root(period) - 1,
  batch: (candles, [period], out) => replay(candles, new RunningHma(period), out),
  start: ([period], _context, saved) => follow(new RunningHma(period, saved)),
};
