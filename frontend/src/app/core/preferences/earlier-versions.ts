const prefix = 'tideline.';
const drawings = `${prefix}drawings.`;
const hollow = `${prefix}chart.hollow`;
const screens = `${prefix}screens`;

function oldKeys(storage: Storage): string[] {
  const keys = Array.from({ length: storage.length }, (_, i) => storage.key(i) ?? '');
  return keys.filter((key) => key === hollow || key === screens || key.startsWith(drawings));
}

/**
 * Versions before there were accounts kept each thing under a key of its own. This gives them in the shape of preferences; what is already
 * in `kept` is newer and stays.
 */
export function withEarlier(kept: unknown, storage: Storage): unknown {
  const now = (typeof kept === 'object' && kept !== null ? kept : {}) as Record<string, unknown>;
  const old = oldKeys(storage);
  if (old.length === 0 && !('pair' in now)) return kept;
  const earlier = {
    colours: now['pair'],
    chart: {
      hollow: parsed(storage, hollow) === true,
      drawings: Object.fromEntries(
        old.filter((key) => key.startsWith(drawings)).map((key) => [key.slice(drawings.length), parsed(storage, key)]),
      ),
    },
    screens: oldScreens(parsed(storage, screens)),
  };
  return { ...earlier, ...now };
}

/** Removes what earlier versions kept, so that it is taken over once. */
export function forgetEarlier(storage: Storage): void {
  for (const key of oldKeys(storage)) storage.removeItem(key);
}

/** A screen was a name with its query parameters one by one. */
function oldScreens(stored: unknown): unknown[] {
  if (!Array.isArray(stored)) return [];
  return stored.map((entry: unknown) => {
    const { name, params } = (entry ?? {}) as { name?: unknown; params?: unknown };
    const pairs = Object.entries((params ?? {}) as Record<string, unknown>);
    const known = pairs.filter((pair): pair is [string, string] => typeof pair[1] === 'string');
    return { name, query: new URLSearchParams(known).toString() };
  });
}

function parsed(storage: Storage, key: string): unknown {
  try {
    return JSON.parse(storage.getItem(key) ?? 'null');
  } catch {
    return null;
  }
}
