import fc from 'fast-check';
import { treemap } from './treemap';

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
    );
  });
});
