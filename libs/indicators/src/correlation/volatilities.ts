import { leastObservations } from './pair-sums';
import { logReturns, type PriceGrid } from './price-grid';

/** Volatility of each series of a grid. */
export interface Volatilities {
  /** As a fraction: 0.62 is 62 % a year; NaN with fewer than 3 returns. */
  readonly values: Float64Array;
  /** Log returns that each was computed of. */
  readonly observations: Int32Array;
}

/**
 * Annualised volatility of each series: the sample deviation (÷ n − 1) of its log returns, times √periodsPerYear. A return exists where a
 * bar and the one before it exist.
 */
export function volatilities(prices: PriceGrid, periodsPerYear: number): Volatilities {
  const { series } = prices;
  const length = Math.max(0, prices.slots - 1);
  const returns = logReturns(prices);
  const values = new Float64Array(series);
  const observations = new Int32Array(series);
  for (let s = 0; s < series; s++) {
    const known = returns.subarray(s * length, (s + 1) * length).filter((value) => value === value);
    const mean = known.reduce((sum, value) => sum + value, 0) / known.length;
    const squares = known.reduce((sum, value) => sum + (value - mean) ** 2, 0);
    values[s] = known.length < leastObservations ? NaN : Math.sqrt((squares / (known.length - 1)) * periodsPerYear);
    observations[s] = known.length;
  }
  return { values, observations };
}
