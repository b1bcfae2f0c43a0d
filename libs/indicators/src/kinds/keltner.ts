import type { Candle } from '../candle-columns';
import type { IndicatorKind, SavedIndicator } from '../indicator';
import { periodParameter } from '../parameters';
import { emaFactor, RunningSmoothing, smoothingMemory, wilderFactor } from '../rolling/smoothing';
import { Delay, follow, replay, Stepped } from '../stepped';
import { trueRange } from '../true-range';

class RunningKeltner extends Stepped {
  private readonly middle: RunningSmoothing;
  private readonly closeBefore: Delay;
  private readonly range: RunningSmoothing;
  private readonly multiplier: number;

  constructor([ema, multiplier, atr]: readonly [ema: number, multiplier: number, atr: number], saved?: SavedIndicator) {
    super(3, 0, saved);
    this.multiplier = multiplier;
    this.middle = this.part(new RunningSmoothing(ema, emaFactor(ema), this.saved));
    this.closeBefore = this.part(new Delay(1, this.saved));
    this.range = this.part(new RunningSmoothing(atr, wilderFactor(atr), this.saved));
  }

  override step({ high, low, close }: Candle, closed: boolean): void {
    const middle = this.middle.feed(close, closed);
    const half = this.multiplier * this.range.feed(trueRange(high, low, this.closeBefore.feed(close, closed)), closed);
    this.values[0] = middle - half;
    this.values[1] = middle;
    this.values[2] = middle + half;
  }
}

/**
 * Keltner channel: EMA of the close, and `multiplier` times the average true range (Wilder's, true range from the second candle on)
 * below and above it. The middle is defined from index ema − 1 on, the bands from max(ema − 1, atr) on.
 * After C. W. Keltner, How to Make Money in Commodities (1960), in the form of L. Bradford Raschke; the original has the mean of the
 * typical price and the mean of high − low.
 */
export const keltnerKind: IndicatorKind<[ema: number, multiplier: number, atr: number]> = {
  id: 'keltner',
  title: 'Keltner channel',
  parameters: [
    periodParameter(20, { name: 'ema' }),
    { name: 'multiplier', default: 2, min: 0.1, max: 10, whole: false },
    periodParameter(10, { name: 'atr' }),
  ],
  outputs: ['lower', 'middle', 'upper'],
  pane: 'price',
  firstIndex: ([ema, , atr]) => [Math.max(ema - 1, atr), ema - 1, Math.max(ema - 1, atr)],
  memory: ([ema, , atr]) => Math.max(smoothingMemory(ema, emaFactor(ema)), smoothingMemory(atr, wilderFactor(atr)) + 1),
  batch: (candles, params, out) => replay(candles, new RunningKeltner(params), out),
  start: (params, _context, saved) => follow(new RunningKeltner(params, saved)),
};
