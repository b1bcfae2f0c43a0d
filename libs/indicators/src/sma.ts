/**
 * Simple moving average: the mean of the last `period` values. Gives one value per input; NaN until index period − 1.
 * Throws RangeError unless period is a whole number ≥ 1.
 */
export function sma(values: Float64Array, period: number): Float64Array {
  if (!Number.isInteger(period) || period < 1) throw new RangeError('period must be a whole number of at least 1');
  const out = new Float64Array(values.length).fill(NaN);
  let sum = 0;
  for (let i = 0; i < values.length; i++) {
    sum += values[i] ?? 0;
    if (i >= period) sum -= values[i - period] ?? 0;
    if (i >= period - 1) out[i] = sum / period;
  }
  return out;
}
