import type { Candle } from '../candle-columns';
import type { IndicatorKind, SavedIndicator } from '../indicator';
import { periodParameter } from '../parameters';
import { RunningSmoothing, wilderFactor } from '../rolling/smoothing';
import { Delay, follow, replay, Stepped } from '../stepped';
import { trueRange } from '../true-range';

const BEGUN = 0;
const UPPER = 1;
const LOWER = 2;
const RISING = 3;

class RunningSupertrend extends Stepped {
  private readonly closeBefore: Delay;
  private readonly range: RunningSmoothing;
  private readonly multiplier: number;

  constructor([period, multiplier]: readonly [period: number, multiplier: number], saved?: SavedIndicator) {
    super(1, 4, saved);
    this.multiplier = multiplier;
    this.closeBefore = this.part(new Delay(1, this.saved));
    this.range = this.part(new RunningSmoothing(period, wilderFactor(period), this.saved));
  }

  override step({ high, low, close }: Candle, closed: boolean, state: Float64Array): void {
    const before = this.closeBefore.feed(close, closed);
    const range = this.range.feed(trueRange(high, low, before), closed);
    if (Number.isNaN(range)) return;
    const middle = (high + low) / 2;
    const upper = middle + this.multiplier * range;
    const lower = middle - this.multiplier * range;
    const first = state[BEGUN] === 0;
    if (first) state[RISING] = close >= middle ? 1 : 0;
    if (first || upper < (state[UPPER] as number) || before > (state[UPPER] as number)) state[UPPER] = upper;
    if (first || lower > (state[LOWER] as number) || before < (state[LOWER] as number)) state[LOWER] = lower;
    state[BEGUN] = 1;
    const edge = (state[RISING] === 1 ? state[LOWER] : state[UPPER]) as number;
    state[RISING] = close <= edge ? 0 : 1;
    this.values[0] = (state[RISING] === 1 ? state[LOWER] : state[UPPER]) as number;
  }
}

/**
 * Supertrend: middle of the candle ± `multiplier` × ATR (Wilder's, true range from the second candle on); the upper band only falls and the
 * lower band only rises until the close before has crossed it. The value is the lower band while the close is above the line (rising),
 * the upper band while it is at or below the line (falling); a close that touches the lower band turns the trend. From index `period` on,
 * where the close against the middle of the candle decides the first direction.
 * Rules of O. Seban, as written down by D. Skender, Stock Indicators for .NET.
 */
export const supertrendKind: IndicatorKind<[period: number, multiplier: number]> = {
  id: 'supertrend',
  title: 'Supertrend',
  parameters: [periodParameter(10), { name: 'multiplier', default: 3, min: 0.1, max: 10, whole: false }],
  outputs: ['supertrend'],
  pane: 'price',
  firstIndex: ([period]) => [period],
  memory: () => null,
  batch: (candles, params, out) => replay(candles, new RunningSupertrend(params), out),
  start: (params, _context, saved) => follow(new RunningSupertrend(params, saved)),
};
