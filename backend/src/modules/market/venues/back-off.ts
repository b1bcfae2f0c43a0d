/**
 * Gives the wait before try number `attempt` (1, 2, …) in ms: full jitter between `minMs` and a ceiling that doubles with each
 * attempt up to `maxMs`, so that many clients of a venue that comes back do not come back together. `random` gives [0, 1).
 */
export function backOffMs(attempt: number, minMs: number, maxMs: number, random: () => number): number {
  const ceiling = Math.min(maxMs, minMs * 2 ** Math.min(attempt, 30));
  return minMs + random() * (ceiling - minMs);
}
