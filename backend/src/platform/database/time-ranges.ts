/** A span of time `from ≤ t < to`, epoch milliseconds. */
export interface TimeRange {
  from: number;
  to: number;
}

/**
 * Gives the chunks that must be made so that `wanted` is covered: aligned to multiples of `chunkMs`, cut where `present` ranges
 * (possibly of another chunk length) already are, ascending and disjoint.
 */
export function missingChunks(wanted: TimeRange, present: readonly TimeRange[], chunkMs: number): TimeRange[] {
  const missing: TimeRange[] = [];
  const sorted = [...present].sort((a, b) => a.from - b.from);
  for (let from = Math.floor(wanted.from / chunkMs) * chunkMs; from < wanted.to; from += chunkMs) {
    missing.push(...without({ from, to: from + chunkMs }, sorted));
  }
  return missing;
}

function without(range: TimeRange, sorted: readonly TimeRange[]): TimeRange[] {
  const rest: TimeRange[] = [];
  let from = range.from;
  for (const taken of sorted) {
    if (taken.to <= from || taken.from >= range.to) continue;
    if (taken.from > from) rest.push({ from, to: taken.from });
    from = taken.to;
  }
  if (from < range.to) rest.push({ from, to: range.to });
  return rest;
}
