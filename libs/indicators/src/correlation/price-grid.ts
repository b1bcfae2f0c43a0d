/** Closing prices of several series on one grid of times: `closes[s * slots + t]`; NaN where a series has no bar. */
export interface PriceGrid {
  readonly series: number;
  readonly slots: number;
  readonly closes: Float64Array;
}

/** A series of closes with the opening times of their bars (epoch ms). */
export interface Closes {
  readonly at: ArrayLike<number>;
  readonly close: ArrayLike<number>;
}

/**
 * Lays series out on the grid `from, from + step, …` of `slots` bars (epoch ms); bars outside of it are left out. Throws RangeError for a
 * bar between two slots.
 */
export function priceGrid(series: readonly Closes[], { from, step, slots }: { from: number; step: number; slots: number }): PriceGrid {
  const closes = new Float64Array(series.length * slots).fill(NaN);
  for (const [index, { at, close }] of series.entries()) {
    for (let bar = 0; bar < at.length; bar++) {
      const slot = ((at[bar] as number) - from) / step;
      if (slot < 0 || slot >= slots) continue;
      if (!Number.isInteger(slot)) throw new RangeError(`the bar of ${at[bar]} lies between two slots of the grid`);
      closes[index * slots + slot] = close[bar] as number;
    }
  }
  return { series: series.length, slots, closes };
}

/**
 * Log returns `ln(close[t] / close[t − 1])`: `slots − 1` per series, row after row. NaN where either bar is missing or is no positive price.
 */
export function logReturns({ series, slots, closes }: PriceGrid): Float64Array {
  if (closes.length !== series * slots) throw new RangeError(`a grid of ${series} × ${slots} has no ${closes.length} closes`);
  const length = Math.max(0, slots - 1);
  const returns = new Float64Array(series * length);
  for (let s = 0; s < series; s++) {
    for (let t = 0; t < length; t++) {
      const ratio = (closes[s * slots + t + 1] as number) / (closes[s * slots + t] as number);
      returns[s * length + t] = ratio > 0 && ratio < Infinity ? Math.log(ratio) : NaN;
    }
  }
  return returns;
}
