/** Who knows an asset's market-wide figures: CoinGecko, or the simulated market. What crosses this line is cleaned: no NaN, no negatives. */
export interface AssetFactsSource {
  readonly name: string;
  /** The figures of those of the assets that the source knows; one call. Throws FactsRefusal when the source cannot answer now. */
  assetFacts(assets: readonly IdentifiedAsset[], signal: AbortSignal): Promise<AssetFacts[]>;
  /** The figures of the whole market; one call. */
  globalFacts(signal: AbortSignal): Promise<GlobalFacts>;
  /** Symbol and name of the coin with this id, null when there is none; at most one call. */
  coin(coingeckoId: string, signal: AbortSignal): Promise<{ symbol: string; name: string } | null>;
  /** The source's id and name for each symbol it can identify without doubt; at most one call. */
  identify(symbols: readonly string[], signal: AbortSignal): Promise<Map<string, { coingeckoId: string; name: string }>>;
}

/** An asset of ours with the id by which it is known at CoinGecko (symbols collide, ids do not); null when it is not known there. */
export interface IdentifiedAsset {
  symbol: string;
  coingeckoId: string | null;
}

/** Money in USD, changes in percent, null where unknown. */
export interface AssetFacts {
  symbol: string;
  price: number | null;
  marketCap: number | null;
  volume24h: number | null;
  rank: number | null;
  change1h: number | null;
  change24h: number | null;
  change7d: number | null;
  circulatingSupply: number | null;
  allTimeHigh: number | null;
  /** Hourly prices of the last seven days, oldest first; empty when unknown. */
  sparkline7d: number[];
}

export interface GlobalFacts {
  marketCap: number | null;
  volume24h: number | null;
  /** Percent. */
  btcDominance: number | null;
}

export const factsRefusals = ['rate_limited', 'bad_key', 'refused', 'unavailable', 'bad_answer', 'budget_spent'] as const;
export type FactsRefusalCode = (typeof factsRefusals)[number];

/** Why there are no figures, by name. `retryAfterMs`: try again no sooner; null = asking again soon is of no use. */
export class FactsRefusal extends Error {
  constructor(
    readonly source: string,
    readonly code: FactsRefusalCode,
    detail: string,
    readonly retryAfterMs: number | null,
  ) {
    super(`${source}: ${detail}`);
  }
}
