import { clearWarmup, RunningValue } from './rolling';
import { RunningWindow } from './running-window';
import type { StateReader, StateWriter } from './saved-state';

/** Sum of the last `period` values; shape and seeds as `RunningValue` says for all batch functions. */
export function rollingSum(values: Float64Array, period: number, out: Float64Array, from = 0): Float64Array {
  return scaledSum(values, period, 1, out, from);
}

/** Mean of the last `period` values. */
export function rollingMean(values: Float64Array, period: number, out: Float64Array, from = 0): Float64Array {
  return scaledSum(values, period, period, out, from);
}

/** As many values of one stretch are taken by a running total, which is then summed anew. */
const stretch = 1024;
/** Longer windows than this would take too many steps from one sum to the next. */
const longest = 4096;

function scaledSum(values: Float64Array, period: number, divisor: number, out: Float64Array, from: number): Float64Array {
  let at = clearWarmup(out, period, from);
  while (at < values.length) {
    const calmTo = period <= longest ? sumCalm(values, period, divisor, out, at) : at;
    at = calmTo > at ? calmTo : sumBlock(values, period, divisor, out, at);
  }
  return out;
}

/**
 * Writes the sums of the windows that end at `at` and after it, as long as all their values are calm, that is from 0.01 to 1.99 times
 * the value at `at`. Between such values a running total over a few thousand steps is right to 1e-11 of the least of them, and it is twice
 * as fast as blocks. Gives the index of the first window that is not written.
 */
function sumCalm(values: Float64Array, period: number, divisor: number, out: Float64Array, at: number): number {
  // Takes nothing off an index, but tells V8 that it is small and not negative, which saves the checks of each sum of indices.
  const anyIndex = 0x3fffffff;
  const middle = values[at] as number;
  const reach = Math.abs(middle) * 0.99;
  const lag = (period - 1) & anyIndex;
  const share = 1 / divisor;
  let sum = 0;
  for (let i = at - lag; i < at; i++) {
    const value = values[i] as number;
    if (!(Math.abs(value - middle) <= reach)) return at;
    sum += value;
  }
  const end = Math.min(values.length, out.length, at + Math.max(stretch, period));
  const last = Math.max(0, end - 3) & anyIndex;
  let i = at & anyIndex;
  // Four at a time, told by one comparison that together they are calm, and added so that few sums wait for the one before.
  for (; i < last; i += 4) {
    const a = values[i] as number;
    const b = values[i + 1] as number;
    const c = values[i + 2] as number;
    const d = values[i + 3] as number;
    const unrest = Math.abs(a - middle) + Math.abs(b - middle) + (Math.abs(c - middle) + Math.abs(d - middle));
    if (!(unrest <= reach)) break;
    const old = i - lag;
    const first = sum + a;
    const second = b - (values[old] as number);
    const third = second + (c - (values[old + 1] as number));
    const fourth = third + (d - (values[old + 2] as number));
    out[i] = first * share;
    out[i + 1] = (first + second) * share;
    out[i + 2] = (first + third) * share;
    out[i + 3] = (first + fourth) * share;
    sum = first + (fourth - (values[old + 3] as number));
  }
  for (; i < end; i++) {
    const value = values[i] as number;
    if (!(Math.abs(value - middle) <= reach)) break;
    sum += value;
    out[i] = sum * share;
    sum -= values[i - lag] as number;
  }
  return i;
}

/** Writes the sums of the `period` windows that end at `at` and after it, whatever the values. Gives the index after them. */
function sumBlock(values: Float64Array, period: number, divisor: number, out: Float64Array, at: number): number {
  const end = Math.min(at + period, values.length);
  let suffix = 0;
  for (let i = at + period - 1; i > at; i--) {
    if (i < end) out[i] = suffix;
    suffix += values[i - period] as number;
  }
  out[at] = suffix;
  let prefix = 0;
  for (let i = at; i < end; i++) {
    prefix += values[i] as number;
    out[i] = ((out[i] as number) + prefix) / divisor;
  }
  return end;
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

  update(value: number): number {
    return this.sum.update(value) / this.period;
  }

  take(value: number): void {
    this.sum.take(value);
  }

  save(state: StateWriter): void {
    this.sum.save(state);
  }
}
