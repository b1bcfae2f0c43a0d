import { clearWarmup } from './rolling';
import { RunningWindow } from './running-window';
import { RunningValue } from './rolling';
import type { StateReader, StateWriter } from './saved-state';

/** Sum of the last `period` values; shape and seeds as `RunningValue` says for all batch functions. */
export function rollingSum(values: Float64Array, period: number, out: Float64Array, from = 0): Float64Array {
  return scaledSum(values, period, 1, out, from);
}

/** Mean of the last `period` values. */
export function rollingMean(values: Float64Array, period: number, out: Float64Array, from = 0): Float64Array {
  return scaledSum(values, period, period, out, from);
}

function scaledSum(values: Float64Array, period: number, divisor: number, out: Float64Array, from: number): Float64Array {
  const { length } = values;
  let prefix = 0;
  const first = clearWarmup(out, period, from);
  for (let i = from; i <= first && i < length; i++) prefix += values[i] as number;
  if (first < length) out[first] = prefix / divisor;
  for (let block = first + 1; block < length; block += period) {
    const end = Math.min(block + period, length);
    let suffix = 0;
    for (let i = block + period - 1; i >= block; i--) {
      if (i < end) out[i] = suffix;
      suffix += values[i - period] as number;
    }
    prefix = 0;
    for (let i = block; i < end; i++) {
      prefix += values[i] as number;
      out[i] = ((out[i] as number) + prefix) / divisor;
    }
  }
  return out;
}

/** Running form of `rollingSum`. */
export class RunningSum extends RunningWindow {
  constructor(period: number, saved?: StateReader) {
    super(period, 0, saved);
  }

  protected override combine(a: number, b: number): number {
    return a + b;
  }
}

/** Running form of `rollingMean`. */
export class RunningMean extends RunningValue {
  private readonly sum: RunningSum;

  constructor(
    private readonly period: number,
    saved?: StateReader,
  ) {
    super();
    this.sum = new RunningSum(period, saved);
  }

  append(value: number): number {
    return this.sum.append(value) / this.period;
  }

  update(value: number): number {
    return this.sum.update(value) / this.period;
  }

  save(state: StateWriter): void {
    this.sum.save(state);
  }
}
