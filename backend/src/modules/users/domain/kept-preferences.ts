import { preferences, type Preferences } from '@tideline/contracts';

/** Drawings nest two deep; far more than anybody needs, far less than breaks who reads it. */
const deepest = 12;
const unstorable = /[\0\p{Cs}]/u;

/** Reads what was stored, maybe by another version: a field that is missing or that does not fit any more is as usual again. */
export function readPreferences(stored: Record<string, unknown>): Preferences {
  const kept = Object.entries(preferences.shape).filter(([name, shape]) => shape.safeParse(stored[name]).success);
  return preferences.parse(Object.fromEntries(kept.map(([name]) => [name, stored[name]])));
}

/** Where in a JSON value something is that cannot be kept, and what: half characters, NUL, endless nesting. Null when all of it can. */
export function unstorableIn(value: unknown): { path: string; message: string } | null {
  const open: { path: string[]; value: unknown }[] = [{ path: [], value }];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const { path, value: part } = next;
    const name = path.join('.').slice(0, 100);
    if (typeof part === 'string' && unstorable.test(part)) return { path: name, message: 'must be whole characters without NUL' };
    if (typeof part !== 'object' || part === null) continue;
    if (path.length > deepest) return { path: name, message: `must not nest deeper than ${deepest} levels` };
    const entries = Object.entries(part as Record<string, unknown>);
    if (entries.some(([key]) => unstorable.test(key))) return { path: name, message: 'must have names of whole characters without NUL' };
    open.push(...entries.map(([key, inner]) => ({ path: [...path, key], value: inner })));
  }
  return null;
}
