import type { Candle } from './candle-columns';
import type { RunningIndicator, SavedIndicator } from './indicator';
import { StateWriter } from './rolling/saved-state';
import type { RunningValue } from './rolling/rolling';

/** An indicator of one output that looks at one number of each candle, as a `RunningIndicator`. */
export class RunningSingle implements RunningIndicator {
  readonly values = new Float64Array(1).fill(NaN);

  constructor(
    private readonly of: (candle: Candle) => number,
    private readonly calculation: RunningValue,
  ) {}

  append(candle: Candle): void {
    this.values[0] = this.calculation.append(this.of(candle));
  }

  update(candle: Candle): void {
    this.values[0] = this.calculation.update(this.of(candle));
  }

  save(): SavedIndicator {
    const state = new StateWriter();
    this.calculation.save(state);
    return state.done();
  }
}

/** The closing price of a candle. */
export const closeOf = (candle: Candle): number => candle.close;
