/** A span of values on an axis. */
export interface Extent {
  low: number;
  high: number;
}

/** The least and the greatest of the values, a little apart where they are the same; null for none. */
export function extentOf(values: readonly number[]): Extent | null {
  let [low, high] = [Infinity, -Infinity];
  for (const value of values) {
    if (value < low) low = value;
    if (value > high) high = value;
  }
  if (low > high) return null;
  const pad = low === high ? Math.abs(low) * 0.01 || 1 : 0;
  return { low: low - pad, high: high + pad };
}

/** Round values inside an extent, about as many as asked for, at steps of 1, 2 or 5 times a power of ten. */
export function roundTicks({ low, high }: Extent, about: number): number[] {
  const rough = (high - low) / about;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = power * ([1, 2, 5].find((factor) => factor * power >= rough) ?? 10);
  const first = Math.ceil(low / step);
  const count = Math.floor(high / step) - first + 1;
  return Array.from({ length: Math.max(0, count) }, (_, i) => Number(((first + i) * step).toPrecision(12)));
}

/** Where a value lies on an axis, in percent from its low end. */
export function share(value: number, { low, high }: Extent): number {
  return ((value - low) / (high - low)) * 100;
}

/** The `d` of a line through points of an area of 100 × 100 with y upwards; a missing y breaks it. */
export function linePath(points: readonly (readonly [x: number, y: number | null])[]): string {
  let pen = 'M';
  return points
    .map(([x, y]) => {
      if (y === null) pen = 'M';
      const part = y === null ? '' : `${pen}${x.toFixed(2)} ${(100 - y).toFixed(2)}`;
      if (y !== null) pen = 'L';
      return part;
    })
    .join('');
}

/** The `d` of one dot for each point of an area of 100 × 100, drawn by a round line cap. */
export function dotsPath(points: readonly (readonly [x: number, y: number])[]): string {
  return points.map(([x, y]) => `M${x.toFixed(2)} ${(100 - y).toFixed(2)}h0`).join('');
}
