const share = 0.01;
const madScale = 5 * 1.4826;
const pairShare = 0.05;

/**
 * Tells which prices of one asset (USD, one per venue) stand apart from the others. Three or more: farther from the median than
 * max(1 %, 5 × 1.4826 × MAD). Two more than 5 % apart: the one farther from `reference`, the last price we believed; without one,
 * neither can be told from the other and none is left out.
 */
export function outliers(prices: readonly number[], reference: number | null): boolean[] {
  if (prices.length >= 3) {
    const middle = median(prices);
    const limit = Math.max(share * middle, madScale * median(prices.map((price) => Math.abs(price - middle))));
    return prices.map((price) => Math.abs(price - middle) > limit);
  }
  const [a, b] = prices;
  if (a === undefined || b === undefined || reference === null) return prices.map(() => false);
  if (Math.max(a, b) / Math.min(a, b) <= 1 + pairShare) return [false, false];
  const aIsFarther = Math.abs(a - reference) > Math.abs(b - reference);
  return [aIsFarther, !aIsFarther];
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  const upper = sorted[middle] ?? Number.NaN;
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? Number.NaN) + upper) / 2;
}
