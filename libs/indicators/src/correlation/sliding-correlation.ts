import type { CorrelationMatrix } from './correlation-matrix';
import { mirror } from './mirror';
import { fromSums, leastObservations, noVariation, pearsonOf, type PairSums } from './pair-sums';
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
  /** The series that missed something when the matrix was last read. */
  private readonly uneven = new Set<number>();
  private readonly shared: PairSums = { count: 0, x: 0, y: 0, xx: 0, yy: 0, xy: 0 };

  /** Begins with a window of `prices.slots` bars, which may be NaN where there was none. Throws RangeError for fewer than 2 slots. */
  constructor(prices: PriceGrid) {
    const { series, slots, closes } = prices;
    if (slots < 2) throw new RangeError('a window needs at least 2 bars');
    this.sums = new WindowSums(series, slots - 1, logReturns(prices));
    this.lastCloses = Float64Array.from({ length: series }, (_, s) => closes[(s + 1) * slots - 1] as number);
    this.returns = new Float64Array(series);
    this.scale = new Float64Array(series);
    this.mean = new Float64Array(series);
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
    const { series, length, missingCount, cross, sum } = this.sums;
    const { scale, mean, uneven } = this;
    const { values, observations } = this.current;
    for (let i = 0; i < series; i++) {
      const variation = (cross[i * series + i] as number) - ((sum[i] as number) * (sum[i] as number)) / length;
      const varies = length >= leastObservations && variation > noVariation * noVariation * length;
      scale[i] = varies ? 1 / Math.sqrt(variation) : NaN;
      mean[i] = ((sum[i] as number) / Math.sqrt(length)) * (scale[i] as number);
    }
    for (let i = 0; i < series; i++) {
      const from = i * series;
      const [scaleI, meanI] = [scale[i] as number, mean[i] as number];
      for (let j = 0; j < i; j++) {
        const value = (cross[from + j] as number) * scaleI * (scale[j] as number) - meanI * (mean[j] as number);
        values[from + j] = value > 1 ? 1 : value < -1 ? -1 : value;
      }
      values[from + i] = scaleI > 0 ? 1 : NaN;
    }
    mirror(values, series);
    if (uneven.size > 0) observations.fill(length);
    uneven.clear();
    for (let i = 0; i < series; i++) if (missingCount[i] !== 0) uneven.add(i);
    for (const i of uneven) this.fillUneven(i);
    return this.current;
  }

  /** The pairs of a series that misses something. */
  private fillUneven(i: number): void {
    const { series } = this.sums;
    const { values, observations } = this.current;
    for (let j = 0; j < series; j++) {
      // Of two such series the first has filled the pair.
      if (j < i && this.uneven.has(j)) continue;
      const value = this.unevenPair(i, j);
      values[i * series + j] = values[j * series + i] = i === j && value === value ? 1 : value;
      observations[i * series + j] = observations[j * series + i] = this.shared.count;
    }
  }

  private unevenPair(i: number, j: number): number {
    const { series, length, missingCount, bothMissing, sum, cross, lostSum, lostSquares } = this.sums;
    const { shared } = this;
    const [ij, ji] = [i * series + j, j * series + i];
    shared.count = length - (missingCount[i] as number) - (missingCount[j] as number) + (bothMissing[ij] as number);
    const squaresI = cross[i * series + i] as number;
    const squaresJ = cross[j * series + j] as number;
    shared.x = (sum[i] as number) - (lostSum[ji] as number);
    shared.y = (sum[j] as number) - (lostSum[ij] as number);
    shared.xx = squaresI - (lostSquares[ji] as number);
    shared.yy = squaresJ - (lostSquares[ij] as number);
    shared.xy = cross[i < j ? ji : ij] as number;
    if (shared.count < leastObservations) return NaN;
    const variationI = shared.xx - (shared.x * shared.x) / shared.count;
    const variationJ = shared.yy - (shared.y * shared.y) / shared.count;
    const sure = variationI > trusted * squaresI && variationJ > trusted * squaresJ;
    return sure ? fromSums(shared, noVariation, noVariation) : pearsonOf(this.row(i), this.row(j));
  }

  private row(i: number): Float64Array {
    const { length, values, missing } = this.sums;
    return values.slice(i * length, (i + 1) * length).map((value, t) => (missing[i * length + t] === 1 ? NaN : value));
  }
}
