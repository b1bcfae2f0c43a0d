import { clearWarmup, requirePeriod, RunningValue } from './rolling';
import type { StateReader, StateWriter } from './saved-state';

/** Mean of the last `period` values with the weights 1, 2, … period from the oldest to the newest. */
export function rollingWeightedMean(values: Float64Array, period: number, out: Float64Array, from = 0): Float64Array {
  requirePeriod(period);
  const { length } = values;
  const weights = (period * (period + 1)) / 2;
  for (let block = from; block < length; block += period) {
    const end = Math.min(block + period, length);
    if (block === from) out.fill(0, block, end);
    else weighSuffixes(values, period, out, block);
    let sum = 0;
    let weighted = 0;
    for (let i = block; i < end; i++) {
      const place = i - block + 1;
      const value = values[i] as number;
      weighted += place * value;
      sum += value;
      out[i] = ((out[i] as number) + weighted + (period - place) * sum) / weights;
    }
  }
  clearWarmup(out, period, from);
  return out;
}

/** Writes, for every place of a block, the weighted sum of what the window still has of the block before. */
function weighSuffixes(values: Float64Array, period: number, out: Float64Array, block: number): void {
  let sum = 0;
  let weighted = 0;
  for (let i = block + period - 1; i >= block; i--) {
    if (i < out.length) out[i] = weighted;
    sum += values[i - period] as number;
    weighted += sum;
  }
}

/** Running form of `rollingWeightedMean`. */
export class RunningWeightedMean extends RunningValue {
  private readonly block: Float64Array;
  private readonly suffixes: Float64Array;
  private readonly weights: number;
  private sum = 0;
  private weighted = 0;
  private position = 0;
  private full = false;

  constructor(
    private readonly period: number,
    saved?: StateReader,
  ) {
    super();
    requirePeriod(period);
    this.weights = (period * (period + 1)) / 2;
    this.block = new Float64Array(period);
    this.suffixes = new Float64Array(period + 1);
    if (saved !== undefined) this.restore(saved);
  }

  update(value: number): number {
    const place = this.position + 1;
    if (!this.full && place < this.period) return NaN;
    const forming = this.weighted + place * value + (this.period - place) * (this.sum + value);
    return ((this.suffixes[place] as number) + forming) / this.weights;
  }

  take(value: number): void {
    this.add(value);
    if (this.position !== this.period) return;
    this.weighSuffixes(1);
    this.position = 0;
    this.sum = 0;
    this.weighted = 0;
    this.full = true;
  }

  save(state: StateWriter): void {
    state.write(this.position, this.full ? 1 : 0);
    state.writeAll(this.block, this.full ? this.period : this.position);
  }

  private add(value: number): void {
    this.block[this.position++] = value;
    this.sum += value;
    this.weighted += this.position * value;
  }

  private weighSuffixes(from: number): void {
    let sum = 0;
    let weighted = 0;
    for (let i = this.period - 1; i >= from; i--) {
      sum += this.block[i] as number;
      weighted += sum;
      this.suffixes[i] = weighted;
    }
  }

  private restore(saved: StateReader): void {
    const position = saved.read();
    this.full = saved.read() === 1;
    saved.readAll(this.block, this.full ? this.period : position);
    if (this.full) this.weighSuffixes(position);
    for (let i = 0; i < position; i++) this.add(this.block[i] as number);
  }
}
