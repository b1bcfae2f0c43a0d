import fc from 'fast-check';
import { TradeLedger } from './trade-ledger';

const at = (id: number) => 1_000_000 + id * 10;

/** What a bad line makes of the ids 1 to n: some lost, some repeated, in another order within a window. */
const disturbed = fc
  .record({ n: fc.integer({ min: 2, max: 120 }), seed: fc.array(fc.integer({ min: 0, max: 9 }), { minLength: 240, maxLength: 240 }) })
  .map(({ n, seed }) => {
    const sent = Array.from({ length: n }, (_, index) => index + 1);
    const arrived = sent.flatMap((id) => {
      const fate = seed[id - 1] ?? 0;
      // The first and the last arrive, so that every hole has two ends.
      if (fate < 3 && id !== 1 && id !== n) return [];
      return fate === 9 ? [id, id, id] : [id];
    });
    const order = arrived.map((id, index) => ({ id, place: index + (index === 0 ? 0 : (seed[(index + 120) % 240] ?? 0)) }));
    return { n, arrived: order.sort((a, b) => a.place - b.place).map((one) => one.id) };
  });

it('takes each id once and reports exactly the ids that never came, under drops, repeats and reordering', () => {
  fc.assert(
    fc.property(disturbed, ({ n, arrived }) => {
      const ledger = new TradeLedger({ lastId: 0, lastAt: at(0), missing: [] });
      const taken = arrived.filter((id) => ledger.observe(id, at(id), 0));
      expect([...taken].sort((a, b) => a - b)).toEqual([...new Set(arrived)].sort((a, b) => a - b));
      const missing = ledger.dueHoles(1_000).flatMap(({ afterId, beforeId }) => range(afterId + 1, beforeId - 1));
      expect(missing).toEqual(range(1, n).filter((id) => !arrived.includes(id)));
      for (const id of missing) expect(ledger.observe(id, at(id), 2_000)).toBe(true);
      for (const id of range(1, n)) expect(ledger.observe(id, at(id), 3_000)).toBe(false);
      expect(ledger.whole).toBe(true);
    }),
  );
});

it('waits 1 s for frames that were overtaken, then reports 11 to 14 with the times around them, once', () => {
  const ledger = new TradeLedger({ lastId: 10, lastAt: at(10), missing: [] });
  ledger.observe(15, at(15), 5_000);
  expect(ledger.dueHoles(5_999)).toEqual([]);
  expect(ledger.dueHoles(6_000)).toEqual([{ afterId: 10, beforeId: 15, fromAt: at(10), toAt: at(15) }]);
  expect(ledger.dueHoles(60_000)).toEqual([]);
});

it('reports nothing when the overtaken frames came within the second', () => {
  const ledger = new TradeLedger({ lastId: 10, lastAt: at(10), missing: [] });
  for (const id of [13, 11, 12]) expect(ledger.observe(id, at(id), 5_000)).toBe(true);
  expect(ledger.dueHoles(9_000)).toEqual([]);
});

it('learns from a heartbeat that 11 and 12 exist, and misses them after 2 s', () => {
  const ledger = new TradeLedger({ lastId: 10, lastAt: at(10), missing: [] });
  ledger.hint(12, at(12), 5_000);
  expect(ledger.dueHoles(6_999)).toEqual([]);
  expect(ledger.observe(11, at(11), 6_999)).toBe(true);
  expect(ledger.dueHoles(7_000)).toEqual([{ afterId: 11, beforeId: 13, fromAt: at(11), toAt: at(12) }]);
});

it('begins a market never seen before with whatever comes first, a snapshot in any order included', () => {
  const ledger = new TradeLedger(null);
  for (const id of [105, 103, 104, 101, 102]) expect(ledger.observe(id, at(id), 0)).toBe(true);
  expect(ledger.observe(103, at(103), 0)).toBe(false);
  expect(ledger.dueHoles(60_000)).toEqual([]);
  ledger.observe(107, at(107), 0);
  expect(ledger.dueHoles(60_000).map((hole) => [hole.afterId, hole.beforeId])).toEqual([[105, 107]]);
});

it('begins after the hinted id when the hint comes first, and still takes the hinted trade itself', () => {
  const ledger = new TradeLedger(null);
  ledger.hint(500, at(500), 0);
  expect(ledger.observe(500, at(500), 0)).toBe(true);
  ledger.observe(502, at(502), 0);
  expect(ledger.dueHoles(60_000).map((hole) => [hole.afterId, hole.beforeId])).toEqual([[500, 502]]);
});

it('goes on from the stored state: kept holes are not reported again, the others are', () => {
  const missing = [
    { from: 3, to: 4, fromAt: at(2), toAt: at(5), reported: true },
    { from: 7, to: 7, fromAt: at(6), toAt: at(8), reported: false },
  ];
  const ledger = new TradeLedger({ lastId: 10, lastAt: at(10), missing });
  expect(ledger.dueHoles(0).map((hole) => [hole.afterId, hole.beforeId])).toEqual([[6, 8]]);
  expect([2, 3, 5, 7, 10].map((id) => ledger.observe(id, at(id), 0))).toEqual([false, true, false, true, false]);
});

it('takes nothing more of a hole that was closed', () => {
  const ledger = new TradeLedger({ lastId: 10, lastAt: at(10), missing: [] });
  ledger.observe(20, at(20), 0);
  ledger.close({ afterId: 10, beforeId: 15 });
  expect([12, 14, 15].map((id) => ledger.observe(id, at(id), 0))).toEqual([false, false, true]);
  expect([12, 15, 16, 21].map((id) => ledger.has(id))).toEqual([true, true, false, false]);
});

function range(from: number, to: number): number[] {
  return Array.from({ length: Math.max(0, to - from + 1) }, (_, index) => from + index);
}
