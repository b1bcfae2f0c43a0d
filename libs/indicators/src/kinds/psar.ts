import type { Candle } from '../candle-columns';
import type { IndicatorKind, SavedIndicator } from '../indicator';
import { follow, replay, Stepped } from '../stepped';

const CANDLES = 0;
const FALLING = 1;
const FACTOR = 2;
/** The extreme and the stop of the present trend. In a falling trend all prices are held negated, so that one rule serves both. */
const EXTREME = 3;
const STOP = 4;
const LOW_1 = 5;
const LOW_2 = 6;
const HIGH_1 = 7;
const HIGH_2 = 8;
const REVERSALS = 9;

class RunningPsar extends Stepped {
  constructor(
    private readonly factor: number,
    private readonly limit: number,
    saved?: SavedIndicator,
  ) {
    super(1, 10, saved);
  }

  override step({ high, low }: Candle, _closed: boolean, state: Float64Array): void {
    const sure = state[REVERSALS] !== 0;
    const stop = state[CANDLES] === 0 ? this.begin(high, low, state) : this.follow(high, low, state);
    this.values[0] = sure ? stop : NaN;
    state[CANDLES] = Math.min(2, (state[CANDLES] as number) + 1);
    state[LOW_2] = state[LOW_1] as number;
    state[HIGH_2] = state[HIGH_1] as number;
    state[LOW_1] = low;
    state[HIGH_1] = high;
  }

  private begin(high: number, low: number, state: Float64Array): number {
    state[FACTOR] = this.factor;
    state[EXTREME] = high;
    state[STOP] = low;
    return low;
  }

  private follow(high: number, low: number, state: Float64Array): number {
    const sign = state[FALLING] === 1 ? -1 : 1;
    const ahead = sign === 1 ? high : -low;
    const behind = sign === 1 ? low : -high;
    const extreme = state[EXTREME] as number;
    const factor = state[FACTOR] as number;
    let stop = (state[STOP] as number) + factor * (extreme - (state[STOP] as number));
    if (state[CANDLES] === 2) stop = Math.min(stop, this.guard(sign, state));
    if (behind < stop) {
      state[FALLING] = sign === 1 ? 1 : 0;
      state[FACTOR] = this.factor;
      state[EXTREME] = -behind;
      state[STOP] = -extreme;
      state[REVERSALS] = 1;
      return sign * extreme;
    }
    state[STOP] = stop;
    if (ahead > extreme) {
      state[EXTREME] = ahead;
      state[FACTOR] = Math.min(factor + this.factor, this.limit);
    }
    return sign * stop;
  }

  /** The stop never enters the range of the last two candles. */
  private guard(sign: number, state: Float64Array): number {
    return sign === 1
      ? Math.min(state[LOW_1] as number, state[LOW_2] as number)
      : Math.min(-(state[HIGH_1] as number), -(state[HIGH_2] as number));
  }
}

/**
 * Parabolic stop and reverse: stop += factor × (extreme of the trend − stop), never inside the range of the last two candles; the
 * factor begins at `step` and grows by `step` with each new extreme up to `limit`. A candle that crosses the stop turns the trend, and
 * the stop becomes the extreme of the trend that ended. Below the candles the trend is up, above them down.
 * A series is first taken to rise, from its first low; as that is a guess, values are given after the first reversal only: index 2 at
 * the earliest, later as the data has it.
 * After J. W. Wilder, New Concepts in Technical Trading Systems (1978); TA-Lib guesses the first direction from the first two candles
 * and gives values at once.
 */
export const psarKind: IndicatorKind<[step: number, limit: number]> = {
  id: 'psar',
  title: 'Parabolic stop and reverse',
  parameters: [
    { name: 'step', default: 0.02, min: 0.001, max: 1, whole: false },
    { name: 'limit', default: 0.2, min: 0.001, max: 1, whole: false },
  ],
  outputs: ['psar'],
  pane: 'price',
  refusal: ([step, limit]) => (step > limit ? `step (${step}) must not be above limit (${limit})` : null),
  firstIndex: () => [2],
  memory: () => null,
  batch: (candles, [step, limit], out) => replay(candles, new RunningPsar(step, limit), out),
  start: ([step, limit], _context, saved) => follow(new RunningPsar(step, limit, saved)),
};
