import { moved, putFirst } from './asset-order';

describe('asset order', () => {
  it.each([
    ['A', 2, ['B', 'C', 'A', 'D']],
    ['D', 0, ['D', 'A', 'B', 'C']],
    ['B', 1, ['A', 'B', 'C', 'D']],
    ['A', 99, ['B', 'C', 'D', 'A']],
  ])('moves %s to place %i', (symbol, place, expected) => {
    expect(moved(['A', 'B', 'C', 'D'], symbol, place)).toEqual(expected);
  });

  it('puts C and A first, each once, and leaves the others as they are', () => {
    expect(putFirst(['A', 'B', 'C', 'D'], ['C', 'A', 'C'])).toEqual(['C', 'A', 'B', 'D']);
  });
});
