import type { Candle, CandleColumns } from '../candle-columns';
import type { IndicatorKind, SavedIndicator } from '../indicator';
import { periodParameter } from '../parameters';
import { RunningSmoothing, smooth, smoothingMemory, wilderFactor } from '../rolling/smoothing';
import { Delay, follow, Stepped } from '../stepped';
import { trueRange } from '../true-range';

type Bars = Pick<CandleColumns, 'high' | 'low' | 'close'>;

/**
 * True range: max(high − low, |high − close before|, |low − close before|), first at index 1 (others give high − low at index 0).
 * J. W. Wilder, New Concepts in Technical Trading Systems (1978).
 */
export function tr({ high, low, close }: Bars, out: Float64Array = new Float64Array(close.length)): Float64Array {
  out.fill(NaN, 0, 1);
  for (let i = 1; i < close.length; i++) out[i] = trueRange(high[i] as number, low[i] as number, close[i - 1] as number);
  return out;
}

/**
 * Average true range: Wilder's average, a += (TR − a) ÷ n, seeded with the mean of TR[1] … TR[n]; first at index n. (With TR[0] = high − low
 * the seed of others is one candle earlier.) Wilder 1978. Throws RangeError unless period is a whole number ≥ 1.
 */
export function atr(bars: Bars, period: number, out: Float64Array = new Float64Array(bars.close.length)): Float64Array {
  return smooth(tr(bars), period, wilderFactor(period), out, 1);
}

class RunningAtr extends Stepped {
  private readonly closeBefore: Delay;
  private readonly average: RunningSmoothing;

  constructor(period: number, saved?: SavedIndicator) {
    super(1, 0, saved);
    this.closeBefore = this.part(new Delay(1, this.saved));
    this.average = this.part(new RunningSmoothing(period, wilderFactor(period), this.saved));
  }

  override step({ high, low, close }: Candle, closed: boolean): void {
    this.values[0] = this.average.feed(trueRange(high, low, this.closeBefore.feed(close, closed)), closed);
  }
}

export const trKind: IndicatorKind = {
  id: 'tr',
  title: 'True range',
  parameters: [],
  outputs: ['tr'],
  pane: 'own',
  firstIndex: () => [1],
  memory: () => 2,
  batch: (candles, _params, [out]) => void tr(candles, out),
  start: (_params, _context, saved) => follow(new RunningAtr(1, saved)),
};

export const atrKind: IndicatorKind<[period: number]> = {
  id: 'atr',
  title: 'Average true range',
  parameters: [periodParameter(14)],
  outputs: ['atr'],
  pane: 'own',
  firstIndex: ([period]) => [period],
  memory: ([period]) => 1 + smoothingMemory(period, wilderFactor(period)),
  batch: (candles, [period], [out]) => void atr(candles, period, out),
  start: ([period], _context, saved) => follow(new RunningAtr(period, saved)),
};
