import type { VenuePair } from './market';

/** The quote currencies we can bring to USD, best first. */
export const quoteOrder = ['USD', 'USDT', 'USDC'];
/** What the other two are worth is itself a market. */
export const rateCurrencies = ['USDT', 'USDC'];

/** Chooses what to follow at one venue: for each asset its best quoted pair, and the rates of USDT and USDC to USD where listed. */
export function pickPairs(listed: readonly VenuePair[], assets: readonly string[]): VenuePair[] {
  const byPair = new Map(listed.map((pair) => [pair.pair, pair]));
  const rates = rateCurrencies.map((currency) => byPair.get(`${currency}-USD`));
  const others = assets
    .filter((asset) => !rateCurrencies.includes(asset))
    .map((asset) => quoteOrder.map((quote) => byPair.get(`${asset}-${quote}`)).find((pair) => pair !== undefined));
  return [...rates, ...others].filter((pair) => pair !== undefined);
}
