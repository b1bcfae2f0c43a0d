/** A month's calls: spread evenly over the month, with some in hand for restarts and retries. */
export interface CallBudget {
  perMonth: number;
  inHand: number;
}

/** The month (UTC) that a moment belongs to: `2026-11`. */
export function monthOf(at: number): string {
  return new Date(at).toISOString().slice(0, 7);
}

/** How many calls of this month may have been made by `at` (epoch ms), this moment's included. */
export function callsAllowedBy(budget: CallBudget, at: number): number {
  const date = new Date(at);
  const start = Date.UTC(date.getUTCFullYear(), date.getUTCMonth(), 1);
  const end = Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + 1, 1);
  const even = budget.perMonth * ((at - start) / (end - start));
  return Math.min(budget.perMonth, Math.floor(even) + budget.inHand);
}
