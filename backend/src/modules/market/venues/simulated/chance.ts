/** Chance without state: the same seed and number give the same draw, in any order, on any machine. */

/** Looked up once: these functions run millions of times. */
const { imul } = Math;

/** Gives a 32-bit seed for a name made of parts (`seedOf('tideline', 'BTC', 'jumps')`). */
export function seedOf(...parts: string[]): number {
  let h = 0x811c9dc5;
  for (const char of parts.join('\u0000')) h = imul(h ^ (char.codePointAt(0) ?? 0), 0x01000193);
  return mix(h);
}

/** Gives draw number `n` (a whole number below 2^32) of a seed, as an unsigned 32-bit integer. */
export function draw(seed: number, n: number): number {
  return mix(imul(mix(n ^ 0x5bd1e995), 0x9e3779b1) ^ seed);
}

/** Draw `n` of a seed, uniform in (0, 1). */
export function uniform(seed: number, n: number): number {
  return (draw(seed, n) + 0.5) / 4_294_967_296;
}

const halves = 4;
const halfMean = 65_535 / 2;
const sumDeviation = Math.sqrt((halves * (65_536 * 65_536 - 1)) / 12);

/** Draw `n` of a seed, normal with mean 0 and deviation 1: the sum of four uniform halves, so never beyond ±3.47. */
export function normal(seed: number, n: number): number {
  const a = draw(seed, 2 * n);
  const b = draw(seed, 2 * n + 1);
  return ((a & 0xffff) + (a >>> 16) + (b & 0xffff) + (b >>> 16) - halves * halfMean) / sumDeviation;
}

/** The finaliser of MurmurHash3: every input bit reaches every output bit. */
function mix(value: number): number {
  let h = value | 0;
  h = imul(h ^ (h >>> 16), 0x85ebca6b);
  h = imul(h ^ (h >>> 13), 0xc2b2ae35);
  return (h ^ (h >>> 16)) >>> 0;
}
