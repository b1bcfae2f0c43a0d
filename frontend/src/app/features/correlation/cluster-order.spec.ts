import fc from 'fast-check';
import { clusterOrder } from './cluster-order';

const onLine =
  (...places: number[]) =>
  (a: number, b: number): number =>
    Math.abs((places[a] ?? 0) - (places[b] ?? 0));

describe('clusterOrder', () => {
  it('puts 0 and 2 (at 1 and 2), then 3 and 1 (at 9 and 10) side by side', () => {
    expect(clusterOrder(4, onLine(1, 10, 2, 9))).toEqual([0, 2, 3, 1]);
  });

  it('orders points of a line along it, one way or the other', () => {
    const order = clusterOrder(5, onLine(30, 1, 14, 6, 60));
    expect([order, order.toReversed()]).toContainEqual([1, 3, 2, 0, 4]);
  });

  it('links by the average, not the nearest member: 3 at distance 4 from {0,1} joins 2 at 3.5', () => {
    const table = [
      [0, 1, 5, 2],
      [1, 0, 5, 6],
      [5, 5, 0, 3.5],
      [2, 6, 3.5, 0],
    ];
    const order = clusterOrder(4, (a, b) => table[a]?.[b] ?? 0);
    expect(Math.abs(order.indexOf(2) - order.indexOf(3))).toBe(1);
    expect(Math.abs(order.indexOf(0) - order.indexOf(1))).toBe(1);
  });

  it('gives the order they came in when all are equally far, nothing for none, and one for one', () => {
    expect([clusterOrder(3, () => 1), clusterOrder(0, () => 1), clusterOrder(1, () => 1)]).toEqual([[0, 1, 2], [], [0]]);
  });

  it('gives every index exactly once, for any distances', () => {
    fc.assert(
      fc.property(fc.array(fc.double({ min: -1, max: 1, noNaN: true }), { maxLength: 20 }), (places) => {
        const order = clusterOrder(places.length, onLine(...places));
        expect(order.toSorted((a, b) => a - b)).toEqual(places.map((_, i) => i));
      }),
    );
  });
});
