/** So many ids go into one query. */
const mostAtOnce = 1_000;

interface Waiting<T> {
  resolve: (found: T | null) => void;
  reject: (error: unknown) => void;
}

/**
 * Turns a query for many into a reader of one at a time: all that is asked for within one turn of the event loop is one query, of up to
 * 1,000 ids. `readAll` gives what it found by id; for the rest there is null. Nothing is remembered, and nobody is given what was read
 * before they asked.
 */
export function readTogether<T>(readAll: (ids: string[]) => Promise<ReadonlyMap<string, T>>): (id: string) => Promise<T | null> {
  let waiting = new Map<string, Waiting<T>[]>();
  const flush = (): void => {
    const all = [...waiting];
    waiting = new Map();
    for (let from = 0; from < all.length; from += mostAtOnce) void readSome(all.slice(from, from + mostAtOnce), readAll);
  };
  return (id) =>
    new Promise((resolve, reject) => {
      if (waiting.size === 0) setImmediate(flush);
      waiting.set(id, [...(waiting.get(id) ?? []), { resolve, reject }]);
    });
}

async function readSome<T>(some: [string, Waiting<T>[]][], readAll: (ids: string[]) => Promise<ReadonlyMap<string, T>>): Promise<void> {
  try {
    const found = await readAll(some.map(([id]) => id));
    for (const [id, waiting] of some) for (const { resolve } of waiting) resolve(found.get(id) ?? null);
  } catch (error) {
    for (const { reject } of some.flatMap(([, waiting]) => waiting)) reject(error);
  }
}
