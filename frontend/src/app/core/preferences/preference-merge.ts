type Plain = Record<string, unknown>;

/** Whether two values say the same, whatever the order of their keys. */
export function same(a: unknown, b: unknown): boolean {
  if (Object.is(a, b)) return true;
  if (Array.isArray(a) || Array.isArray(b)) {
    return Array.isArray(a) && Array.isArray(b) && a.length === b.length && a.every((item, i) => same(item, b[i]));
  }
  if (!isPlain(a) || !isPlain(b)) return false;
  const keys = Object.keys(a);
  return keys.length === Object.keys(b).length && keys.every((key) => key in b && same(a[key], b[key]));
}

/**
 * Brings together what two devices made of `base`: what only one of them changed is as that one has it, what both changed is as `mine`.
 * Objects are merged key by key, lists whose entries have an id or a name entry by entry, other values as a whole.
 */
export function merged<T>(base: T, mine: T, theirs: T): T {
  return merge(base, mine, theirs) as T;
}

function merge(base: unknown, mine: unknown, theirs: unknown): unknown {
  if (same(mine, base)) return theirs;
  if (same(theirs, base) || same(theirs, mine)) return mine;
  if (isPlain(mine) && isPlain(theirs)) return mergeKeys(isPlain(base) ? base : {}, mine, theirs);
  const [myEntries, theirEntries] = [entriesOf(mine), entriesOf(theirs)];
  if (!myEntries || !theirEntries) return mine;
  return Object.values(mergeKeys(entriesOf(base) ?? {}, myEntries, theirEntries));
}

function mergeKeys(base: Plain, mine: Plain, theirs: Plain): Plain {
  const keys = new Set([...Object.keys(mine), ...Object.keys(theirs)]);
  const pairs = [...keys].map((key) => [key, merge(base[key], mine[key], theirs[key])] as const);
  return Object.fromEntries(pairs.filter(([, value]) => value !== undefined));
}

/** The entries of a list by their id or name, with a letter before it so that they keep their order; undefined when some have none. */
function entriesOf(value: unknown): Plain | undefined {
  if (!Array.isArray(value)) return undefined;
  const keys = value.map((item: unknown) => (isPlain(item) ? (item['id'] ?? item['name']) : undefined));
  if (keys.some((key) => typeof key !== 'string') || new Set(keys).size < keys.length) return undefined;
  return Object.fromEntries(value.map((item: unknown, i) => [`_${String(keys[i])}`, item]));
}

function isPlain(value: unknown): value is Plain {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
