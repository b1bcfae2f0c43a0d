import fc from 'fast-check';
import { roomyTreemap, treemap } from './treemap';

describe('treemap', () => {
  it('lays the textbook sizes 6 6 4 3 2 2 1 into 6 × 4 with the first two stacked in a 3-wide column', () => {
    const tiles = treemap([6, 6, 4, 3, 2, 2, 1], 6, 4);
    expect(tiles[0]).toEqual({ x: 0, y: 0, width: 3, height: 2 });
    expect(tiles[1]).toEqual({ x: 0, y: 2, width: 3, height: 2 });
    expect(tiles[2]?.width).toBeCloseTo(12 / 7);
  });

  it('gives nothing for no sizes and for a box without room', () => {
    expect(treemap([], 100, 100)).toEqual([]);
    expect(treemap([1, 2], 0, 100)).toEqual([]);
  });

  it('gives each size its share of the area, inside the box, whatever the sizes', () => {
    const sizes = fc.array(fc.double({ min: 0.01, max: 1e6, noNaN: true }), { minLength: 1, maxLength: 40 });
    fc.assert(
      fc.property(sizes, fc.integer({ min: 50, max: 900 }), fc.integer({ min: 50, max: 900 }), (given, width, height) => {
        const ordered = [...given].sort((a, b) => b - a);
        const total = ordered.reduce((sum, size) => sum + size, 0);
        const tiles = treemap(ordered, width, height);
        expect(tiles).toHaveLength(ordered.length);
        tiles.forEach((tile, i) => {
          const share = ((ordered[i] ?? 0) / total) * width * height;
          expect(Math.abs(tile.width * tile.height - share)).toBeLessThan(1e-6 * width * height);
          expect(tile.x + tile.width).toBeLessThan(width + 1e-6);
          expect(tile.y + tile.height).toBeLessThan(height + 1e-6);
        });
      }),
      { numRuns: 1000 },
    );
  });

  it('raises 1 beside 999 to a side of at least 26 in a box of 300 × 300', () => {
    const shortest = (tiles: { width: number; height: number }[]): number =>
      Math.min(...tiles.flatMap(({ width, height }) => [width, height]));
    expect(shortest(treemap([999, 1], 300, 300))).toBeLessThan(1);
    expect(shortest(roomyTreemap([999, 1], 300, 300, 26))).toBeGreaterThanOrEqual(26);
  });

  it('leaves sizes that have room as they are', () => expect(roomyTreemap([2, 1], 300, 300, 26)).toEqual(treemap([2, 1], 300, 300)));

  it('still gives 400 tiles in 100 × 100, where nobody can have 26', () =>
    expect(roomyTreemap(Array<number>(400).fill(1), 100, 100, 26)).toHaveLength(400));
});
