import type { StateWriter } from './saved-state';

/**
 * How the rolling calculations of this folder keep honest numbers: nothing is ever subtracted from a running total. The series is
 * cut into blocks of `period` values; the window that ends in a block is the end (suffix) of the block before and the beginning
 * (prefix) of this one, and both are aggregated from their own values only. So a value that has left the window has left the
 * result, too, be it 1e15 or NaN. After M. van Herk, Pattern Recognition Letters 13 (1992), and J. Gil & M. Werman, IEEE PAMI 15 (1993),
 * who did it for the maximum. Cost: O(1) per value, amortised.
 *
 * Batch functions have the shape `rollingX(values, period, out, from)`: they read `values` from index `from` on (what comes before is
 * not defined yet), write every index of `out`, NaN before `from + period − 1`, and must not get the same array as both.
 * Running classes extend `RunningValue`.
 */
export abstract class RunningValue {
  /** Gives the result as if this value came next, NaN while there are fewer than `period` values; changes nothing. */
  abstract update(value: number): number;
  /** Takes a value for good; `result` is what `update` gave for it. */
  abstract take(value: number, result: number): void;
  /** Writes the state, which the constructor of the same class takes back with the same parameters. */
  abstract save(state: StateWriter): void;

  /** Takes a value for good. Gives the result for the window that ends with it. */
  append(value: number): number {
    const result = this.update(value);
    this.take(value, result);
    return result;
  }

  /**
   * `append` or `update`, NaN for what is not defined yet, which is not taken. A method of the part, so that it is inlined where it is
   * called for every tick: through a function that serves all parts a tick cost a third more.
   */
  feed(value: number, closed: boolean): number {
    if (Number.isNaN(value)) return NaN;
    const result = this.update(value);
    if (closed) this.take(value, result);
    return result;
  }
}

/** Throws RangeError unless `period` is a whole number of at least `least`. */
export function requirePeriod(period: number, least = 1): void {
  if (!Number.isInteger(period) || period < least) throw new RangeError(`period must be a whole number of at least ${least}`);
}

/**
 * Writes NaN where a window of `period` values from `from` on is not full yet. Gives the first index at which it is. Throws RangeError
 * for a period that is no whole number ≥ 1.
 */
export function clearWarmup(out: Float64Array, period: number, from: number): number {
  requirePeriod(period);
  out.fill(NaN, 0, from + period - 1);
  return from + period - 1;
}
