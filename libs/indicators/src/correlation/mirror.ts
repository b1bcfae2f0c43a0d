const tile = 16;

/** Copies the lower triangle of a square matrix to the upper one, tile by tile: in whole columns, each number would cost a line of the cache. */
export function mirror(values: Float64Array | Int32Array, size: number): void {
  for (let top = 0; top < size; top += tile) {
    for (let left = 0; left <= top; left += tile) mirrorTile(values, size, top, left);
  }
}

function mirrorTile(values: Float64Array | Int32Array, size: number, top: number, left: number): void {
  const bottom = Math.min(top + tile, size);
  for (let i = top; i < bottom; i++) {
    const right = Math.min(left + tile, i);
    for (let j = left; j < right; j++) values[j * size + i] = values[i * size + j] as number;
  }
}
