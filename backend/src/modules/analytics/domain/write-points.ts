/**
 * Writes `[[ms,value,…],…]` as JSON text, straight from the columns; `at` in epoch ms. A point of which a value is not defined is left
 * out. The engine writes numbers much faster in one go than one by one into a text that grows.
 */
export function writePoints(at: Float64Array, outputs: readonly Float64Array[]): string {
  const points: number[][] = [];
  for (const [index, time] of at.entries()) {
    const point = [time];
    for (const values of outputs) point.push(values[index] as number);
    if (point.every(Number.isFinite)) points.push(point);
  }
  return JSON.stringify(points);
}
