/** Reads a square matrix that lies row after row as nested lists. */
export function rows<T>(flat: Float64Array | Int32Array, size: number, read: (value: number) => T): T[][] {
  return Array.from({ length: size }, (_, row) => Array.from(flat.subarray(row * size, (row + 1) * size), read));
}
