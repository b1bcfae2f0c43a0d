import type { CorrelationMatrix } from './correlation-matrix';
import { leastObservations, noVariation, pearsonOf } from './pair-sums';
import { logReturns, type PriceGrid } from './price-grid';
import { WindowSums } from './window-sums';

/** Part of a series' variation that must lie in a pair's common observations: with less, corrected sums have lost digits. */
const trusted = 1e-3;

/**
 * Pearson correlations of log returns over a window of bars that slides: equal to `correlationMatrix` of the newest `slots` bars within
 * 1e-9, at the cost of a few operations per pair and bar. Prices go in, returns are made here.
 */
export class SlidingCorrelation {
  private readonly sums: WindowSums;
  private readonly lastCloses: Float64Array;
  private readonly returns: Float64Array;
  private readonly current: CorrelationMatrix;
  private readonly scale: Float64Array;
  private readonly mean: Float64Array;
  private readonly squares: Float64Array;
  /** Below this variation the sums of a series are not to be trusted, or it does not vary. */
  private readonly least: Float64Array;
  /** Some series missed something when the matrix was last read. */
  private uneven = false;

  /** Begins with a window of `prices.slots` bars, which may be NaN where there was none. Throws RangeError for fewer than 2 slots. */
  constructor(prices: PriceGrid) {
    const { series, slots, closes } = prices;
    if (slots < 2) throw new RangeError('a window needs at least 2 bars');
    this.sums = new WindowSums(series, slots - 1, logReturns(prices));
    this.lastCloses = Float64Array.from({ length: series }, (_, s) => closes[(s + 1) * slots - 1] as number);
    this.returns = new Float64Array(series);
    this.scale = new Float64Array(series);
    this.mean = new Float64Array(series);
    this.squares = new Float64Array(series);
    this.least = new Float64Array(series);
    const observations = new Int32Array(series * series).fill(slots - 1);
    this.current = { series, values: new Float64Array(series * series), observations };
  }

  /** Takes the next bar of every series: `closes[s]`, NaN where there is none. The oldest bar leaves the window. */
  append(closes: Float64Array): void {
    const { series } = this.sums;
    if (closes.length !== series) throw new RangeError(`a bar of ${series} series has no ${closes.length} closes`);
    for (let s = 0; s < series; s++) {
      const ratio = (closes[s] as number) / (this.lastCloses[s] as number);
      this.returns[s] = ratio > 0 && ratio < Infinity ? Math.log(ratio) : NaN;
    }
    this.lastCloses.set(closes);
    this.sums.push(this.returns);
  }

  /** The matrix of the window as it stands; the next call overwrites it. */
  matrix(): CorrelationMatrix {
    const { series, length, missingCount } = this.sums;
    const { values, observations } = this.current;
    if (this.uneven) observations.fill(length);
    this.uneven = missingCount.some((count) => count !== 0);
    this.measureSeries();
    if (this.uneven) this.fillUneven();
    else this.fillEven();
    for (let at = 0; at < values.length; at += series + 1) if (!Number.isNaN(values[at])) values[at] = 1;
    return this.current;
  }

  private measureSeries(): void {
    const { series, length, cross, sum } = this.sums;
    const { scale, mean, squares, least } = this;
    for (let i = 0; i < series; i++) {
      const [own, total] = [cross[i * series + i] as number, sum[i] as number];
      const variation = own - (total * total) / length;
      const varies = length >= leastObservations && variation > noVariation * noVariation * length;
      scale[i] = varies ? 1 / Math.sqrt(variation) : NaN;
      mean[i] = (total / Math.sqrt(length)) * (scale[i] as number);
      squares[i] = own;
      least[i] = Math.max(trusted * own, noVariation * noVariation * length);
    }
  }

  /** All pairs when nothing is missing: what each series has by itself is enough. */
  private fillEven(): void {
    const { series, cross } = this.sums;
    const { scale, mean } = this;
    const { values } = this.current;
    for (let i = 0; i < series; i++) {
      const from = i * series;
      const scaleI = scale[i] as number;
      const meanI = mean[i] as number;
      for (let j = 0, ji = i; j <= i; j++, ji += series) {
        const value = (cross[from + j] as number) * scaleI * (scale[j] as number) - meanI * (mean[j] as number);
        const within = value > 1 ? 1 : value < -1 ? -1 : value;
        values[from + j] = within;
        values[ji] = within;
      }
    }
  }

  /**
   * All pairs, each over what both have, by (n Σxy − Σx Σy) ÷ √((n Σx² − (Σx)²) (n Σy² − (Σy)²)): one root and one division.
   * Rows are centred, so that little cancels; where much does, the pair is computed anew.
   */
  private fillUneven(): void {
    const { series, length, missingCount, bothMissing, sum, cross, lostSum, lostSquares } = this.sums;
    const { squares, least } = this;
    const { values, observations } = this.current;
    for (let i = 0; i < series; i++) {
      const from = i * series;
      const known = length - (missingCount[i] as number);
      const sumI = sum[i] as number;
      const squaresI = squares[i] as number;
      const leastI = least[i] as number;
      for (let j = 0, ji = i; j <= i; j++, ji += series) {
        const ij = from + j;
        const count = known - (missingCount[j] as number) + (bothMissing[ij] as number);
        const x = sumI - (lostSum[ji] as number);
        const y = (sum[j] as number) - (lostSum[ij] as number);
        const spreadX = count * (squaresI - (lostSquares[ji] as number)) - x * x;
        const spreadY = count * ((squares[j] as number) - (lostSquares[ij] as number)) - y * y;
        const sure = count >= leastObservations && spreadX > leastI * count && spreadY > (least[j] as number) * count;
        const value = sure ? (count * (cross[ij] as number) - x * y) / Math.sqrt(spreadX * spreadY) : this.anew(i, j, count);
        const within = value > 1 ? 1 : value < -1 ? -1 : value;
        values[ij] = within;
        values[ji] = within;
        observations[ij] = count;
        observations[ji] = count;
      }
    }
  }

  /** A pair in two passes over its values. */
  private anew(i: number, j: number, count: number): number {
    const { squares } = this;
    return count < leastObservations || squares[i] === 0 || squares[j] === 0 ? NaN : pearsonOf(this.row(i), this.row(j));
  }

  private row(i: number): Float64Array {
    const { length, values, missing } = this.sums;
    return values.slice(i * length, (i + 1) * length).map((value, t) => (missing[i * length + t] === 1 ? NaN : value));
  }
}
