import { leastObservations } from './pair-sums';

/** Columns brought to mean 0 and sum of squares 1, missing values as 0, so that a correlation becomes a dot product. */
export interface Standardised {
  readonly rows: number;
  readonly length: number;
  readonly values: Float64Array;
  /** Where each row has no value. */
  readonly missing: readonly Int32Array[];
  /** The least deviation that counts as variation, in each row's own scale; Infinity for a row that has none. */
  readonly least: Float64Array;
}

/** Standardises `rows` columns of `length` values (row after row, NaN = missing); a deviation of `flat` or less is no variation. */
export function standardised(columns: Float64Array, rows: number, length: number, flat: number): Standardised {
  const values = new Float64Array(columns.length);
  const least = new Float64Array(rows);
  const missing = Array.from({ length: rows }, (_, row) => {
    const from = columns.subarray(row * length, (row + 1) * length);
    const holes = missingIn(from);
    const scale = standardise(from, values.subarray(row * length, (row + 1) * length), length - holes.length, flat);
    least[row] = scale === 0 ? Infinity : flat / scale;
    return holes;
  });
  return { rows, length, values, missing, least };
}

function missingIn(column: Float64Array): Int32Array {
  const slots: number[] = [];
  for (let t = 0; t < column.length; t++) if (column[t] !== column[t]) slots.push(t);
  return Int32Array.from(slots);
}

/** Gives the root of the sum of squares that the values were divided by; 0, and zeros, where they do not vary. */
function standardise(from: Float64Array, to: Float64Array, count: number, flat: number): number {
  if (count < leastObservations) return 0;
  let sum = 0;
  for (let t = 0; t < from.length; t++) {
    const value = from[t] as number;
    if (value === value) sum += value;
  }
  const mean = sum / count;
  let squares = 0;
  for (let t = 0; t < from.length; t++) {
    const value = from[t] as number;
    const centred = value === value ? value - mean : 0;
    to[t] = centred;
    squares += centred * centred;
  }
  const scale = Math.sqrt(squares);
  const factor = scale > flat * Math.sqrt(count) ? 1 / scale : 0;
  for (let t = 0; t < to.length; t++) to[t] = (to[t] as number) * factor;
  return factor === 0 ? 0 : scale;
}
