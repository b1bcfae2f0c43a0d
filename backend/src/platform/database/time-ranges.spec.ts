import fc from 'fast-check';
import { missingChunks, type TimeRange } from './time-ranges';

describe('missingChunks', () => {
  it('cuts 5..25 into the chunks 0..10, 10..20, 20..30 of length 10', () => {
    expect(missingChunks({ from: 5, to: 25 }, [], 10)).toEqual([
      { from: 0, to: 10 },
      { from: 10, to: 20 },
      { from: 20, to: 30 },
    ]);
  });

  it('leaves out what is there: with 3..12 present, 0..20 needs 0..3 and 12..20', () => {
    expect(missingChunks({ from: 0, to: 20 }, [{ from: 3, to: 12 }], 10)).toEqual([
      { from: 0, to: 3 },
      { from: 12, to: 20 },
    ]);
  });

  it('always covers what is wanted exactly once, whatever is present', () => {
    const wanted = fc.tuple(fc.integer({ min: -200, max: 200 }), fc.integer({ min: 1, max: 100 }));
    const cuts = fc.uniqueArray(fc.integer({ min: -300, max: 300 }), { maxLength: 12 });
    fc.assert(
      fc.property(wanted, cuts, fc.integer({ min: 1, max: 40 }), ([from, length], points, chunk) => {
        const edges = points.sort((a, b) => a - b);
        const present: TimeRange[] = [];
        for (let i = 0; i + 1 < edges.length; i += 2) present.push({ from: edges[i] ?? 0, to: edges[i + 1] ?? 0 });
        const all = [...present, ...missingChunks({ from, to: from + length }, present, chunk)];
        for (let t = from; t < from + length; t += 1) {
          expect(all.filter((range) => range.from <= t && t < range.to)).toHaveLength(1);
        }
        all.sort((a, b) => a.from - b.from).forEach((range, i) => expect(range.from).toBeGreaterThanOrEqual(all[i - 1]?.to ?? -Infinity));
      }),
    );
  });
});
