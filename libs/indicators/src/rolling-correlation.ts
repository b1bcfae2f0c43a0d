import { clearWarmup } from './rolling/rolling';

/**
 * Pearson correlation of the last `period` pairs at each index: Σ(x − mean x)(y − mean y) ÷ √(Σ(x − mean x)² Σ(y − mean y)²), first at
 * index period − 1, NaN where one of the two does not move. Correlate returns, not levels: two prices that both drift seem related.
 * O(period) per point. Throws RangeError for series of different lengths or a period that is no whole number ≥ 1.
 */
export function rollingCorrelation(x: Float64Array, y: Float64Array, period: number): Float64Array {
  if (x.length !== y.length) throw new RangeError(`both series must have the same length, not ${x.length} and ${y.length}`);
  const out = new Float64Array(x.length);
  for (let i = clearWarmup(out, period, 0); i < x.length; i++) out[i] = correlation(x, y, i - period + 1, i + 1);
  return out;
}

function correlation(x: Float64Array, y: Float64Array, from: number, to: number): number {
  let meanX = 0;
  let meanY = 0;
  for (let i = from; i < to; i++) {
    meanX += ((x[i] as number) - (x[from] as number)) / (to - from);
    meanY += ((y[i] as number) - (y[from] as number)) / (to - from);
  }
  let xx = 0;
  let yy = 0;
  let xy = 0;
  for (let i = from; i < to; i++) {
    const dx = (x[i] as number) - (x[from] as number) - meanX;
    const dy = (y[i] as number) - (y[from] as number) - meanY;
    xx += dx * dx;
    yy += dy * dy;
    xy += dx * dy;
  }
  return xx === 0 || yy === 0 ? NaN : Math.max(-1, Math.min(1, xy / Math.sqrt(xx * yy)));
}
