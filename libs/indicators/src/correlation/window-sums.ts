import { leastObservations, noVariation } from './pair-sums';
import { selfProduct } from './self-product';

/** Every pair's sums are computed anew once in so many windows; until then rounding adds up to some 1e-12 of them. */
const windowsPerRenewal = 4;
/** A series whose sum of squares has fallen to this part of its peak still has the rounding of larger numbers in it. */
const fallen = 0.01;
/** A series whose variation is only this part of its squares: its centre has moved away from it. */
const offCentre = 0.01;

/**
 * Sums over a sliding window of `length` columns for all pairs of `series` rows, each row less its centre. A missing value counts as 0;
 * what a row has where another is missing is kept beside, to be taken out. Sums are renewed a few pairs at a time, and a whole row
 * at once where rounding could show: an extreme value has left the window, or the row has drifted from its centre.
 */
export class WindowSums {
  /** Centred values, row after row, a ring over time. */
  readonly values: Float64Array;
  readonly missing: Uint8Array;
  readonly missingCount: Int32Array;
  readonly sum: Float64Array;
  /** Σ x_i · x_j at [i * series + j] for j ≤ i; squares on the diagonal. */
  readonly cross: Float64Array;
  /** What row i has where row j is missing, at [j * series + i]. */
  readonly lostSum: Float64Array;
  readonly lostSquares: Float64Array;
  /** In how many columns both are missing. */
  readonly bothMissing: Int32Array;
  /** As they came: what is left of a value after a centre far from it was taken off has lost digits. */
  private readonly raw: Float64Array;
  private readonly peak: Float64Array;
  private readonly entering: Float64Array;
  private readonly leaving: Float64Array;
  private readonly centre: Float64Array;
  private cursor = 0;
  private renewed = 0;

  /** Begins with a full window: `columns` has `series` rows of `length` values, NaN where missing. */
  constructor(
    readonly series: number,
    readonly length: number,
    columns: Float64Array,
  ) {
    const square = series * series;
    this.raw = columns.map((value) => (value === value ? value : 0));
    this.values = this.raw.slice();
    this.missing = Uint8Array.from(columns, (value) => (value === value ? 0 : 1));
    [this.sum, this.peak, this.centre, this.entering, this.leaving] = [
      new Float64Array(series),
      new Float64Array(series),
      new Float64Array(series),
      new Float64Array(series),
      new Float64Array(series),
    ];
    [this.cross, this.lostSum, this.lostSquares] = [new Float64Array(square), new Float64Array(square), new Float64Array(square)];
    this.missingCount = new Int32Array(series);
    this.bothMissing = new Int32Array(square);
    this.renewAll();
  }

  /** Takes the next column, NaN where missing; the oldest one leaves. */
  push(column: Float64Array): void {
    const { series, length, cursor, entering, leaving } = this;
    const left: number[] = [];
    const missed: number[] = [];
    for (let i = 0; i < series; i++) {
      const at = i * length + cursor;
      const value = column[i] as number;
      const known = value === value;
      leaving[i] = this.values[at] as number;
      entering[i] = known ? value - (this.centre[i] as number) : 0;
      if (this.missing[at] === 1) left.push(i);
      if (!known) missed.push(i);
    }
    this.slide();
    for (const j of left) this.lose(j, leaving, left, -1);
    for (const i of left) this.missing[i * length + cursor] = 0;
    for (const j of left) if (this.missingCount[j] === 0) this.loseNothing(j);
    for (const j of missed) this.lose(j, entering, missed, 1);
    for (let i = 0; i < series; i++) {
      const value = column[i] as number;
      this.values[i * length + cursor] = entering[i] as number;
      this.raw[i * length + cursor] = value === value ? value : 0;
    }
    for (const i of missed) this.missing[i * length + cursor] = 1;
    this.cursor = cursor + 1 === length ? 0 : cursor + 1;
    this.renewSome();
  }

  private slide(): void {
    const { series, entering, leaving, cross, sum } = this;
    for (let i = 0; i < series; i++) {
      const from = i * series;
      const x = entering[i] as number;
      const old = leaving[i] as number;
      sum[i] = (sum[i] as number) + x - old;
      for (let j = 0; j <= i; j++) {
        cross[from + j] = (cross[from + j] as number) + x * (entering[j] as number) - old * (leaving[j] as number);
      }
    }
  }

  /** Row j is missing in a column whose values are `x`: `sign` says whether the column enters or leaves. */
  private lose(j: number, x: Float64Array, missing: readonly number[], sign: number): void {
    const { series, lostSum, lostSquares, bothMissing } = this;
    for (let i = 0, at = j * series; i < series; i++, at++) {
      const value = x[i] as number;
      lostSum[at] = (lostSum[at] as number) + sign * value;
      lostSquares[at] = (lostSquares[at] as number) + sign * value * value;
    }
    for (const i of missing) bothMissing[j * series + i] = (bothMissing[j * series + i] as number) + sign;
    this.missingCount[j] = (this.missingCount[j] as number) + sign;
  }

  /** Sums of nothing are 0, whatever rounding has left of what was in them. */
  private loseNothing(j: number): void {
    this.lostSum.fill(0, j * this.series, (j + 1) * this.series);
    this.lostSquares.fill(0, j * this.series, (j + 1) * this.series);
  }

  private renewSome(): void {
    const { series, length } = this;
    const worn: number[] = [];
    for (let i = 0; i < series; i++) if (this.isWorn(i)) worn.push(i);
    if (worn.length > series / 8 + 1) return this.renewAll();
    for (const i of worn) {
      this.recentre(i);
      for (let j = 0; j < series; j++) this.renewPair(i, j);
    }
    const pairs = series * series;
    const share = Math.ceil(pairs / (2 * windowsPerRenewal * length));
    for (let n = 0; n < share; n++) {
      this.renewPair(Math.floor(this.renewed / series), this.renewed % series);
      this.renewed = (this.renewed + 1) % pairs;
    }
  }

  private isWorn(i: number): boolean {
    const squares = this.cross[i * this.series + i] as number;
    const count = this.length - (this.missingCount[i] as number);
    const peak = Math.max(this.peak[i] as number, squares);
    this.peak[i] = peak;
    if (count < leastObservations || peak <= noVariation * noVariation * count) return false;
    if (squares <= fallen * peak) return true;
    const sum = this.sum[i] as number;
    return squares - (sum * sum) / count < offCentre * squares;
  }

  /** Brings a row's centre to its mean; its own sums are renewed, those with others are left to be. */
  private recentre(i: number): void {
    const { length, values, raw, missing } = this;
    const from = i * length;
    const count = length - (this.missingCount[i] as number);
    let total = 0;
    for (let at = from; at < from + length; at++) total += raw[at] as number;
    const centre = count === 0 ? 0 : total / count;
    let rest = 0;
    let squares = 0;
    for (let at = from; at < from + length; at++) {
      const value = missing[at] === 1 ? 0 : (raw[at] as number) - centre;
      values[at] = value;
      rest += value;
      squares += value * value;
    }
    this.centre[i] = centre;
    this.sum[i] = rest;
    this.peak[i] = squares;
  }

  private renewPair(i: number, j: number): void {
    const { series, length, values } = this;
    const [a, b] = [i * length, j * length];
    let cross = 0;
    let sum = 0;
    for (let t = 0; t < length; t++) {
      const x = values[a + t] as number;
      cross += x * (values[b + t] as number);
      sum += x;
    }
    this.cross[Math.max(i, j) * series + Math.min(i, j)] = cross;
    if (i === j) this.sum[i] = sum;
    if (this.missingCount[j] !== 0) this.renewLost(i, j);
    if (this.missingCount[i] !== 0) this.renewLost(j, i);
  }

  private renewLost(i: number, j: number): void {
    const { series, length, values, missing } = this;
    let sum = 0;
    let squares = 0;
    let both = 0;
    for (let t = 0; t < length; t++) {
      if (missing[j * length + t] === 0) continue;
      const x = values[i * length + t] as number;
      sum += x;
      squares += x * x;
      both += missing[i * length + t] as number;
    }
    this.lostSum[j * series + i] = sum;
    this.lostSquares[j * series + i] = squares;
    this.bothMissing[j * series + i] = both;
  }

  private renewAll(): void {
    const { series, length, missing } = this;
    for (let i = 0; i < series; i++) {
      let count = 0;
      for (let at = i * length; at < (i + 1) * length; at++) count += missing[at] as number;
      this.missingCount[i] = count;
      this.recentre(i);
    }
    this.cross.set(selfProduct(this.values, series, length));
    for (let j = 0; j < series; j++) {
      if (this.missingCount[j] === 0) continue;
      for (let i = 0; i < series; i++) this.renewLost(i, j);
    }
  }
}
