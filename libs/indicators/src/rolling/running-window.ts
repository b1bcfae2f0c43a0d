import { requirePeriod, RunningValue } from './rolling';
import type { StateReader, StateWriter } from './saved-state';

/**
 * An associative aggregate of the last `period` values: the suffix of the finished block combined with the prefix of the forming one.
 * `neutral` is what changes nothing when combined. Throws RangeError for a period that is no whole number ≥ 1.
 */
export abstract class RunningWindow extends RunningValue {
  /** Up to `position` the forming block, from there on what is left of the finished one. */
  private readonly block: Float64Array;
  /** By offset in the finished block: the aggregate from there to its end. */
  private readonly suffixes: Float64Array;
  private prefix: number;
  private position = 0;
  private full = false;

  constructor(
    private readonly period: number,
    private readonly neutral: number,
    saved?: StateReader,
  ) {
    super();
    requirePeriod(period);
    this.block = new Float64Array(period);
    this.suffixes = new Float64Array(period + 1).fill(neutral);
    this.prefix = neutral;
    if (saved !== undefined) this.restore(saved);
  }

  update(value: number): number {
    const next = this.position + 1;
    if (!this.full && next < this.period) return NaN;
    return this.combine(this.suffixes[next] as number, this.combine(this.prefix, value));
  }

  take(value: number): void {
    this.prefix = this.combine(this.prefix, value);
    this.block[this.position++] = value;
    if (this.position === this.period) this.finishBlock();
  }

  save(state: StateWriter): void {
    state.write(this.position, this.full ? 1 : 0);
    state.writeAll(this.block, this.full ? this.period : this.position);
  }

  /** A method of the subclass and no function in a field, so that it can be inlined where it is called for every tick. */
  protected abstract combine(a: number, b: number): number;

  private finishBlock(): void {
    this.aggregateSuffixes(1);
    this.position = 0;
    this.prefix = this.neutral;
    this.full = true;
  }

  private aggregateSuffixes(from: number): void {
    let suffix = this.neutral;
    for (let i = this.period - 1; i >= from; i--) {
      suffix = this.combine(this.block[i] as number, suffix);
      this.suffixes[i] = suffix;
    }
  }

  private restore(saved: StateReader): void {
    this.position = saved.read();
    this.full = saved.read() === 1;
    saved.readAll(this.block, this.full ? this.period : this.position);
    for (let i = 0; i < this.position; i++) this.prefix = this.combine(this.prefix, this.block[i] as number);
    if (this.full) this.aggregateSuffixes(this.position);
  }
}
