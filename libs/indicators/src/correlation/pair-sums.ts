/** Below this many common returns a correlation says nothing. */
export const leastObservations = 3;

/**
 * Log returns that vary by less do not vary at all: it is what prices are rounded by, as numbers of 53 bits.
 */
export const noVariation = 1e-14;

/** Sums over the observations that two series share. */
export interface PairSums {
  count: number;
  x: number;
  y: number;
  xx: number;
  yy: number;
  xy: number;
}

/** Pearson's correlation from the sums; NaN with fewer than 3 observations or where one side's deviation is not above its least. */
export function fromSums({ count, x, y, xx, yy, xy }: PairSums, leastX: number, leastY: number): number {
  if (count < leastObservations) return NaN;
  const varianceX = (xx - (x * x) / count) / count;
  const varianceY = (yy - (y * y) / count) / count;
  if (!(varianceX > leastX * leastX) || !(varianceY > leastY * leastY)) return NaN;
  const value = (xy - (x * y) / count) / count / Math.sqrt(varianceX * varianceY);
  return Math.max(-1, Math.min(1, value));
}

/**
 * Pearson's correlation of two columns in two passes: the mean first, so that nothing cancels. NaN marks a missing value; such
 * observations are left out. NaN as for `fromSums`.
 */
export function pearsonOf(a: Float64Array, b: Float64Array, least = noVariation): number {
  let count = 0;
  let meanA = 0;
  let meanB = 0;
  for (let t = 0; t < a.length; t++) {
    const sum = (a[t] as number) + (b[t] as number);
    if (sum !== sum) continue;
    count += 1;
    meanA += a[t] as number;
    meanB += b[t] as number;
  }
  meanA /= count;
  meanB /= count;
  const sums: PairSums = { count, x: 0, y: 0, xx: 0, yy: 0, xy: 0 };
  for (let t = 0; t < a.length; t++) {
    const x = (a[t] as number) - meanA;
    const y = (b[t] as number) - meanB;
    if (x + y !== x + y) continue;
    sums.x += x;
    sums.y += y;
    sums.xx += x * x;
    sums.yy += y * y;
    sums.xy += x * y;
  }
  return fromSums(sums, least, least);
}
