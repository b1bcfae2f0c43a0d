const tile = 4;
/** Two tiles of rows that are worked on together stay in the fastest cache: 2 × 4 × 512 doubles. */
const block = 512;

/**
 * Dot products of all pairs of rows: `out[i * rows + j] = Σ a[i][t] · a[j][t]` for j ≤ i. Rows are packed four by four and in
 * blocks, so that each number read from the cache takes part in four products.
 */
export function selfProduct(a: Float64Array, rows: number, length: number): Float64Array {
  const padded = Math.ceil(rows / tile) * tile;
  const product: Product = { stride: padded, sums: new Float64Array(padded * padded), packed: new Float64Array(padded * block) };
  const { sums, packed } = product;
  for (let start = 0; start < length; start += block) {
    const size = Math.min(block, length - start);
    for (let row = 0; row < rows; row++) {
      const to = (row - (row % tile)) * size + (row % tile);
      for (let t = 0; t < size; t++) packed[to + t * tile] = a[row * length + start + t] as number;
    }
    for (let i = 0; i < padded; i += tile) {
      for (let j = 0; j <= i; j += tile) addTile(product, size, i * padded + j, i * size, j * size);
    }
  }
  return unpadded(sums, padded, rows);
}

function unpadded(sums: Float64Array, padded: number, rows: number): Float64Array {
  if (padded === rows) return sums;
  const out = new Float64Array(rows * rows);
  for (let i = 0; i < rows; i++) out.set(sums.subarray(i * padded, i * padded + rows), i * rows);
  return out;
}

/** Padded to whole tiles: `stride` rows and columns of sums, `stride` packed rows. */
interface Product {
  stride: number;
  sums: Float64Array;
  packed: Float64Array;
}

/** Adds the 4 × 4 products of two packed tiles. Written out, because only so the sixteen sums stay in registers. */
function addTile({ sums, packed, stride }: Product, size: number, at: number, a: number, b: number): void {
  let s00 = 0,
    s01 = 0,
    s02 = 0,
    s03 = 0;
  let s10 = 0,
    s11 = 0,
    s12 = 0,
    s13 = 0;
  let s20 = 0,
    s21 = 0,
    s22 = 0,
    s23 = 0;
  let s30 = 0,
    s31 = 0,
    s32 = 0,
    s33 = 0;
  for (let end = a + tile * size; a < end; a += tile, b += tile) {
    const b0 = packed[b] as number,
      b1 = packed[b + 1] as number,
      b2 = packed[b + 2] as number,
      b3 = packed[b + 3] as number;
    const a0 = packed[a] as number;
    s00 += a0 * b0;
    s01 += a0 * b1;
    s02 += a0 * b2;
    s03 += a0 * b3;
    const a1 = packed[a + 1] as number;
    s10 += a1 * b0;
    s11 += a1 * b1;
    s12 += a1 * b2;
    s13 += a1 * b3;
    const a2 = packed[a + 2] as number;
    s20 += a2 * b0;
    s21 += a2 * b1;
    s22 += a2 * b2;
    s23 += a2 * b3;
    const a3 = packed[a + 3] as number;
    s30 += a3 * b0;
    s31 += a3 * b1;
    s32 += a3 * b2;
    s33 += a3 * b3;
  }
  addRow(sums, at, s00, s01, s02, s03);
  addRow(sums, at + stride, s10, s11, s12, s13);
  addRow(sums, at + 2 * stride, s20, s21, s22, s23);
  addRow(sums, at + 3 * stride, s30, s31, s32, s33);
}

function addRow(sums: Float64Array, at: number, s0: number, s1: number, s2: number, s3: number): void {
  sums[at] = (sums[at] as number) + s0;
  sums[at + 1] = (sums[at + 1] as number) + s1;
  sums[at + 2] = (sums[at + 2] as number) + s2;
  sums[at + 3] = (sums[at + 3] as number) + s3;
}
