import { clearWarmup, requirePeriod, RunningValue } from './rolling';
import type { StateReader, StateWriter } from './saved-state';

/**
 * Mean and standard deviation of the last `period` values, √(Σ(x − mean)² ÷ divisor): `period` as divisor for the population,
 * `period − 1` for a sample. Sums of differences to a pivot that is a member of every window it serves (the first value of the
 * block), so that nothing cancels that the window itself does not contain; exactly 0 where all values are the same.
 */
export function rollingDeviation(
  values: Float64Array,
  period: number,
  divisor: number,
  mean: Float64Array,
  deviation: Float64Array,
  from = 0,
): void {
  requirePeriod(period);
  const { length } = values;
  for (let block = from; block < length; block += period) {
    const end = Math.min(block + period, length);
    const pivot = values[block] as number;
    if (block === from) {
      mean.fill(0, block, end);
      deviation.fill(0, block, end);
    } else {
      sumSuffixes(values, period, mean, deviation, block);
    }
    let s1 = 0;
    let s2 = 0;
    for (let i = block; i < end; i++) {
      const d = (values[i] as number) - pivot;
      s1 += d;
      s2 += d * d;
      const sum = s1 + (mean[i] as number);
      const shift = sum / period;
      mean[i] = pivot + shift;
      deviation[i] = Math.sqrt(Math.max(0, s2 + (deviation[i] as number) - sum * shift) / divisor);
    }
  }
  clearWarmup(mean, period, from);
  clearWarmup(deviation, period, from);
}

/** Writes, for every place of a block, Σd and Σd² over what the window still has of the block before; d is the difference to the pivot. */
function sumSuffixes(values: Float64Array, period: number, sums: Float64Array, squares: Float64Array, block: number): void {
  const pivot = values[block] as number;
  const end = Math.min(block + period, values.length);
  let s1 = 0;
  let s2 = 0;
  for (let i = block + period - 1; i >= block; i--) {
    if (i < end) {
      sums[i] = s1;
      squares[i] = s2;
    }
    const d = (values[i - period] as number) - pivot;
    s1 += d;
    s2 += d * d;
  }
}

/**
 * Running form of `rollingDeviation`, gives the deviation; `mean` belongs to the same call. (Count, mean, Σ(x − mean)²) of the suffix merged with those of the prefix, after T. F. Chan,
 * G. H. Golub & R. J. LeVeque, The American Statistician 37 (1983).
 */
export class RunningDeviation extends RunningValue {
  /** Of the window of the last call; NaN before one that has `period` values. */
  mean = NaN;
  private readonly block: Float64Array;
  private readonly suffixMeans: Float64Array;
  private readonly suffixSquares: Float64Array;
  private pivot = 0;
  private s1 = 0;
  private s2 = 0;
  private position = 0;
  private full = false;

  constructor(
    private readonly period: number,
    private readonly divisor: number,
    saved?: StateReader,
  ) {
    super();
    requirePeriod(period);
    this.block = new Float64Array(period);
    this.suffixMeans = new Float64Array(period + 1);
    this.suffixSquares = new Float64Array(period + 1);
    if (saved !== undefined) this.restore(saved);
  }

  update(value: number): number {
    const count = this.position + 1;
    if (!this.full && count < this.period) return NaN;
    const pivot = count === 1 ? value : this.pivot;
    const d = value - pivot;
    const s1 = count === 1 ? 0 : this.s1 + d;
    const s2 = count === 1 ? 0 : this.s2 + d * d;
    const shift = s1 / count;
    const before = this.period - count;
    const gap = before === 0 ? 0 : pivot + shift - (this.suffixMeans[count] as number);
    const squares = Math.max(0, s2 - s1 * shift) + (this.suffixSquares[count] as number) + ((gap * gap * before) / this.period) * count;
    this.mean = pivot + shift - (gap * before) / this.period;
    return Math.sqrt(squares / this.divisor);
  }

  take(value: number): void {
    this.add(value);
    if (this.position !== this.period) return;
    this.aggregateSuffixes(1);
    this.position = 0;
    this.full = true;
  }

  save(state: StateWriter): void {
    state.write(this.position, this.full ? 1 : 0);
    state.writeAll(this.block, this.full ? this.period : this.position);
  }

  private add(value: number): void {
    if (this.position === 0) {
      this.pivot = value;
      this.s1 = 0;
      this.s2 = 0;
    }
    const d = value - this.pivot;
    this.s1 += d;
    this.s2 += d * d;
    this.block[this.position++] = value;
  }

  private aggregateSuffixes(from: number): void {
    const { block, period } = this;
    const pivot = block[period - 1] as number;
    let s1 = 0;
    let s2 = 0;
    for (let i = period - 1; i >= from; i--) {
      const d = (block[i] as number) - pivot;
      s1 += d;
      s2 += d * d;
      const shift = s1 / (period - i);
      this.suffixMeans[i] = pivot + shift;
      this.suffixSquares[i] = Math.max(0, s2 - s1 * shift);
    }
  }

  private restore(saved: StateReader): void {
    const position = saved.read();
    this.full = saved.read() === 1;
    saved.readAll(this.block, this.full ? this.period : position);
    if (this.full) this.aggregateSuffixes(position);
    for (let i = 0; i < position; i++) this.add(this.block[i] as number);
  }
}
