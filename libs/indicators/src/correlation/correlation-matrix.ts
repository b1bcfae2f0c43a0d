import { mirror } from './mirror';
import { fromSums, leastObservations, noVariation, pearsonOf } from './pair-sums';
import { logReturns, type PriceGrid } from './price-grid';
import { ascending, averageRanks } from './ranks';
import { selfProduct } from './self-product';
import { standardised, type Standardised } from './standardised';

export type CorrelationMethod = 'pearson' | 'spearman';

/** Correlations of all pairs of `series` series, row after row. */
export interface CorrelationMatrix {
  readonly series: number;
  /** NaN with fewer than 3 observations, or where one of the two does not vary over those. */
  readonly values: Float64Array;
  /** Log returns that both have. */
  readonly observations: Int32Array;
}

/** Gives the correlation of two rows of which one at least misses something. */
type UnevenPair = (i: number, j: number, count: number) => number;

/**
 * Correlates the log returns of all pairs of series. A return exists where a bar and the one before it exist; a pair is compared over the
 * returns that both have. Spearman is Pearson of the ranks among those, equal returns sharing the mean of their ranks. Prices go in, so
 * that price levels cannot be correlated by mistake.
 */
export function correlationMatrix(prices: PriceGrid, method: CorrelationMethod = 'pearson'): CorrelationMatrix {
  const { series } = prices;
  const length = Math.max(0, prices.slots - 1);
  const returns = logReturns(prices);
  const rows = standardised(returns, series, length, noVariation);
  const ranks = method === 'spearman' ? standardised(ranksOf(returns, series, length), series, length, 0) : rows;
  const products = selfProduct(ranks.values, series, length);
  const uneven = method === 'spearman' ? rankedAnew(returns, length) : corrected(returns, rows, products);
  const values = new Float64Array(series * series);
  const observations = new Int32Array(series * series);
  for (let i = 0; i < series; i++) {
    for (let j = 0; j <= i; j++) {
      const count = countShared(returns, rows, i, j);
      const flat = rows.least[i] === Infinity || rows.least[j] === Infinity;
      let value = NaN;
      if (count < length && count >= leastObservations) value = uneven(i, j, count);
      else if (count >= leastObservations && !flat) value = clamped(products[i * series + j] as number);
      if (i === j && value === value) value = 1;
      values[i * series + j] = value;
      observations[i * series + j] = count;
    }
  }
  mirror(values, series);
  mirror(observations, series);
  return { series, values, observations };
}

function countShared(returns: Float64Array, { length, missing }: Standardised, i: number, j: number): number {
  const a = missing[i] as Int32Array;
  const b = missing[j] as Int32Array;
  if (a.length === 0 || i === j) return length - b.length;
  const [few, other] = a.length < b.length ? [a, j] : [b, i];
  let both = 0;
  for (let n = 0; n < few.length; n++) {
    const value = returns[other * length + (few[n] as number)] as number;
    if (value !== value) both += 1;
  }
  return length - a.length - b.length + both;
}

/** Part of a series' variation that must lie in a pair's common observations: with less, corrected sums have lost digits. */
const trusted = 1e-3;

/** Takes what a pair does not share out of each one's sums: few steps where little is missing. */
function corrected(returns: Float64Array, rows: Standardised, products: Float64Array): UnevenPair {
  const { length, values, missing, least } = rows;
  const kept = { x: 0, xx: 0 };
  const keep = (row: number, without: Int32Array): void => {
    let x = 0;
    let xx = 0;
    for (let n = 0; n < without.length; n++) {
      const value = values[row * length + (without[n] as number)] as number;
      x += value;
      xx += value * value;
    }
    kept.x = -x;
    kept.xx = 1 - xx;
  };
  return (i, j, count) => {
    keep(i, missing[j] as Int32Array);
    const { x, xx } = kept;
    keep(j, missing[i] as Int32Array);
    const { x: y, xx: yy } = kept;
    const sure = xx - (x * x) / count > trusted && yy - (y * y) / count > trusted;
    if (!sure || least[i] === Infinity || least[j] === Infinity) return pearsonOf(rowOf(returns, length, i), rowOf(returns, length, j));
    const xy = products[i * rows.rows + j] as number;
    return fromSums({ count, x, y, xx, yy, xy }, least[i] as number, least[j] as number);
  };
}

/** Ranks a pair among its common observations. */
function rankedAnew(returns: Float64Array, length: number): UnevenPair {
  const orders = new Map<number, Int32Array>();
  const a = new Float64Array(length);
  const b = new Float64Array(length);
  const rank = (row: number, other: number, out: Float64Array): void => {
    const column = rowOf(returns, length, row);
    const order = orders.get(row) ?? ascending(column);
    orders.set(row, order);
    averageRanks(column, order, rowOf(returns, length, other), out);
  };
  return (i, j) => {
    // Ranks vary by what returns are rounded by; those that do not vary themselves have no correlation.
    if (Number.isNaN(pearsonOf(rowOf(returns, length, i), rowOf(returns, length, j)))) return NaN;
    rank(i, j, a);
    rank(j, i, b);
    return pearsonOf(a, b, 0);
  };
}

function ranksOf(returns: Float64Array, rows: number, length: number): Float64Array {
  const ranks = new Float64Array(returns.length);
  for (let row = 0; row < rows; row++) {
    const column = rowOf(returns, length, row);
    averageRanks(column, ascending(column), column, rowOf(ranks, length, row));
  }
  return ranks;
}

function rowOf(columns: Float64Array, length: number, row: number): Float64Array {
  return columns.subarray(row * length, (row + 1) * length);
}

function clamped(value: number): number {
  return Math.max(-1, Math.min(1, value));
}
