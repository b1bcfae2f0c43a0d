import { Settings } from '../db/settings.repository';
import type { CallBudget } from '../domain/call-budget';
import { callsAllowedBy, monthOf } from '../domain/call-budget';
import { FactsRefusal } from '../venues/asset-facts-source';

/** CoinGecko's free plan; polls every 5 minutes and hourly take 9,672 calls of a long month. */
const freePlan: CallBudget = { perMonth: 10_000, inHand: 100 };
const budgetKey = 'coingecko.calls';

/** Gives what counts a call to CoinGecko in the database before it is made. It throws FactsRefusal when the month would not last. */
export function spendCoinGeckoCalls(settings: Settings, clock: () => number = Date.now): () => Promise<void> {
  return async () => {
    const now = clock();
    const used = await settings.countWithin(budgetKey, monthOf(now), callsAllowedBy(freePlan, now));
    if (used !== null) return;
    const detail = `the calls of this month are used faster than the plan of ${freePlan.perMonth} allows; slowed down`;
    throw new FactsRefusal('coingecko', 'budget_spent', detail, null);
  };
}
