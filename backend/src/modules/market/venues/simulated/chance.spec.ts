import fc from 'fast-check';
import { draw, normal, seedOf, uniform } from './chance';

describe('chance', () => {
  it('gives the same draw for the same seed and number, whatever was drawn before', () => {
    const seed = seedOf('tideline', 'BTC');
    const forwards = Array.from({ length: 100 }, (_, n) => draw(seed, n));
    const backwards = Array.from({ length: 100 }, (_, n) => draw(seed, 99 - n)).reverse();
    expect(backwards).toEqual(forwards);
  });

  it('keeps seeds of different parts apart: (ab, c) is not (a, bc)', () => {
    expect(seedOf('ab', 'c')).not.toBe(seedOf('a', 'bc'));
  });

  it('stays within (0, 1) and ±3.47 for any seed and number', () => {
    fc.assert(
      fc.property(fc.integer(), fc.integer({ min: 0, max: 2 ** 31 }), (seed, n) => {
        const u = uniform(seed, n);
        return u > 0 && u < 1 && Math.abs(normal(seed, n)) < 3.47;
      }),
    );
  });

  it('draws 20,000 normals with mean 0 ± 0.03, deviation 1 ± 0.03 and no correlation between neighbours', () => {
    const values = Array.from({ length: 20_000 }, (_, n) => normal(seedOf('test'), n));
    const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
    const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length;
    const neighbours = values.slice(1).reduce((sum, value, n) => sum + value * (values[n] ?? 0), 0) / values.length;
    expect(Math.abs(mean)).toBeLessThan(0.03);
    expect(Math.abs(Math.sqrt(variance) - 1)).toBeLessThan(0.03);
    expect(Math.abs(neighbours)).toBeLessThan(0.03);
  });
});
