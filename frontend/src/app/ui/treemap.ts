/** A rectangle in the units of the box it was laid out in. */
export interface Tile {
  x: number;
  y: number;
  width: number;
  height: number;
}

/** The worst ratio of long to short side in a row of areas laid along a side of this length. */
function worstRatio(areas: readonly number[], side: number): number {
  const sum = areas.reduce((total, area) => total + area, 0);
  const square = (side * side) / (sum * sum);
  return Math.max(...areas.map((area) => Math.max(square * area, 1 / (square * area))));
}

/** Lays a row along the shorter side of what is free, and gives what stays free. */
function layRow(areas: readonly number[], free: Tile, tiles: Tile[]): Tile {
  const sum = areas.reduce((total, area) => total + area, 0);
  const upright = free.width >= free.height;
  const side = upright ? free.height : free.width;
  // What is free has lost its last digits to rounding: a row never leaves it, whatever it should measure.
  const depth = side > 0 ? Math.min(sum / side, upright ? free.width : free.height) : 0;
  let along = upright ? free.y : free.x;
  for (const area of areas) {
    const length = (area / sum) * side;
    tiles.push(upright ? { x: free.x, y: along, width: depth, height: length } : { x: along, y: free.y, width: length, height: depth });
    along += length;
  }
  return upright
    ? { x: free.x + depth, y: free.y, width: free.width - depth, height: free.height }
    : { x: free.x, y: free.y + depth, width: free.width, height: free.height - depth };
}

/**
 * Squarified treemap (Bruls, Huizing, van Wijk 2000): fills a box with one tile per size, each tile's area in proportion,
 * as near to squares as it gets. Sizes are positive and come largest first; tiles come in the same order.
 */
export function treemap(sizes: readonly number[], width: number, height: number): Tile[] {
  const total = sizes.reduce((sum, size) => sum + size, 0);
  if (total <= 0 || width <= 0 || height <= 0) return [];
  const tiles: Tile[] = [];
  let free: Tile = { x: 0, y: 0, width, height };
  let row: number[] = [];
  for (const size of sizes) {
    const area = (size / total) * width * height;
    const side = Math.min(free.width, free.height);
    if (row.length > 0 && worstRatio([...row, area], side) > worstRatio(row, side)) {
      free = layRow(row, free, tiles);
      row = [];
    }
    row.push(area);
  }
  layRow(row, free, tiles);
  return tiles;
}

function shortestSide(tiles: readonly Tile[]): number {
  return Math.min(...tiles.map((tile) => Math.min(tile.width, tile.height)));
}

/**
 * A treemap whose smallest sizes are raised until no side is shorter than `leastSide`, so that every tile can be read and touched.
 * Where there is no room for that, the layout whose shortest side is longest.
 */
export function roomyTreemap(sizes: readonly number[], width: number, height: number, leastSide: number): Tile[] {
  let best = treemap(sizes, width, height);
  const total = sizes.reduce((sum, size) => sum + size, 0);
  const sharePerTile = (leastSide * leastSide) / (width * height);
  for (let raise = 1; shortestSide(best) < leastSide && raise * sharePerTile * sizes.length < 1; raise += 0.25) {
    const raised = treemap(
      sizes.map((size) => Math.max(size, raise * sharePerTile * total)),
      width,
      height,
    );
    if (shortestSide(raised) > shortestSide(best)) best = raised;
  }
  return best;
}
