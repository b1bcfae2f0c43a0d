import { clearWarmup, requirePeriod, RunningValue } from './rolling';
import type { StateReader, StateWriter } from './saved-state';

/** α of an exponential moving average of that period: 2 ÷ (period + 1). */
export function emaFactor(period: number): number {
  return 2 / (period + 1);
}

/** α of Wilder's average of that period: 1 ÷ period. */
export function wilderFactor(period: number): number {
  return 1 / period;
}

/** How many values make a smoothed value forget what was before them to 1e-12: the seed's and a rest of (1 − α)^k. */
export function smoothingMemory(period: number, factor: number): number {
  return factor >= 1 ? period : period + Math.ceil(Math.log(1e-12) / Math.log(1 - factor));
}

/**
 * Exponential smoothing, s += α (x − s), seeded at index `from + period − 1` with the mean of the first `period` values: an EMA with
 * `emaFactor`, Wilder's average with `wilderFactor`.
 */
export function smooth(values: Float64Array, period: number, factor: number, out: Float64Array, from = 0): Float64Array {
  const { length } = values;
  const first = clearWarmup(out, period, from);
  if (first >= length) return out;
  let smoothed = plainMean(values, from, period);
  out[first] = smoothed;
  for (let i = first + 1; i < length; i++) {
    smoothed = blend(smoothed, values[i] as number, factor);
    out[i] = smoothed;
  }
  return out;
}

/** One step of smoothing. Exact on flat stretches; with a factor of 1 nothing of what was remains, be it as large as it may. */
export function blend(smoothed: number, value: number, factor: number): number {
  return factor === 1 ? value : smoothed + factor * (value - smoothed);
}

/** The mean of `count` values from index `from` on. */
export function plainMean(values: Float64Array, from: number, count: number): number {
  let sum = 0;
  for (let i = from; i < from + count; i++) sum += values[i] as number;
  return sum / count;
}

/** Running form of `smooth`. */
export class RunningSmoothing extends RunningValue {
  private count = 0;
  /** The sum of the first values until there are `period`, the smoothed value from then on. */
  private held = 0;

  constructor(
    private readonly period: number,
    private readonly factor: number,
    saved?: StateReader,
  ) {
    super();
    requirePeriod(period);
    if (saved === undefined) return;
    this.count = saved.read();
    this.held = saved.read();
  }

  update(value: number): number {
    if (this.count === this.period) return blend(this.held, value, this.factor);
    return this.count + 1 === this.period ? (this.held + value) / this.period : NaN;
  }

  take(value: number, result: number): void {
    this.held = this.count + 1 < this.period ? this.held + value : result;
    if (this.count < this.period) this.count++;
  }

  save(state: StateWriter): void {
    state.write(this.count, this.held);
  }
}
