import { readTogether } from './read-together';

/** Squares of what is a number; `asked` holds the ids of each query. */
function squares() {
  const asked: string[][] = [];
  const read = readTogether((ids) => {
    asked.push(ids);
    if (ids.includes('broken')) return Promise.reject(new Error('the database is away'));
    return Promise.resolve(new Map(ids.filter((id) => !Number.isNaN(Number(id))).map((id) => [id, Number(id) ** 2])));
  });
  return { asked, read };
}

describe('reading together', () => {
  it('makes one query of all that is asked for in one turn, each id once: 2, 3 and 2 are [2, 3]', async () => {
    const { asked, read } = squares();
    const later = Promise.resolve().then(() => read('x'));
    expect(await Promise.all([read('2'), read('3'), read('2'), later])).toEqual([4, 9, 4, null]);
    expect(asked).toEqual([['2', '3', 'x']]);
  });

  it('asks again for whom comes later', async () => {
    const { asked, read } = squares();
    const first = read('2');
    await new Promise(setImmediate);
    expect([await first, await read('2')]).toEqual([4, 4]);
    expect(asked).toEqual([['2'], ['2']]);
  });

  it('makes three queries of 2,500', async () => {
    const { asked, read } = squares();
    const all = await Promise.all(Array.from({ length: 2_500 }, (_, n) => read(String(n))));
    expect(all.map((square) => Math.sqrt(square ?? NaN))).toEqual(Array.from({ length: 2_500 }, (_, n) => n));
    expect(asked.map(({ length }) => length)).toEqual([1_000, 1_000, 500]);
  });

  it('tells everybody of a query that failed, and goes on', async () => {
    const { read } = squares();
    const both = await Promise.allSettled([read('2'), read('broken')]);
    expect(both.map((one) => (one.status === 'rejected' ? (one.reason as Error).message : one.value))).toEqual([
      'the database is away',
      'the database is away',
    ]);
    expect(await read('3')).toBe(9);
  });
});
