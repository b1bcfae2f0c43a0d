import { kept } from './kept';

const numbers = (stored: unknown): number[] =>
  Array.isArray(stored) ? stored.filter((item): item is number => typeof item === 'number') : [];

describe('kept', () => {
  beforeEach(() => localStorage.clear());

  it('begins with what read makes of nothing, and is still [1, 2] for the next one to look', () => {
    const list = kept('numbers', numbers);
    expect(list.value()).toEqual([]);
    list.set([1, 2]);
    expect([list.value(), kept('numbers', numbers).value(), localStorage.getItem('tideline.numbers')]).toEqual([[1, 2], [1, 2], '[1,2]']);
  });

  it.each(['{', 'null', '"x"'])('gives read a chance where storage holds %s', (text) => {
    localStorage.setItem('tideline.numbers', text);
    expect(kept('numbers', numbers).value()).toEqual([]);
  });

  it('holds a value that storage refuses', () => {
    const refuse = jest.spyOn(Storage.prototype, 'setItem').mockImplementation(() => {
      throw new DOMException('full', 'QuotaExceededError');
    });
    const list = kept('numbers', numbers);
    list.set([3]);
    refuse.mockRestore();
    expect(list.value()).toEqual([3]);
  });
});
