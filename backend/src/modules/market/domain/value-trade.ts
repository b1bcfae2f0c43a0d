import { outliers } from './outlier';

/** A USDT or USDC rate older than this is no rate. */
export const rateMaxAgeMs = 5 * 60_000;

/**
 * Gives what a trade adds to the consolidated series: its price in USD, or null when there is no rate or when it stands apart from
 * `others`, the other venues' USD prices of that time. `reference` is the last consolidated price before it.
 */
export function usdValue(price: number, rate: number | null, others: readonly number[], reference: number | null): number | null {
  if (rate === null) return null;
  const usd = price * rate;
  if (others.length === 0) return usd;
  return outliers([usd, ...others], reference)[0] === true ? null : usd;
}
