import { z } from 'zod';
import type { AssetFacts, GlobalFacts } from '../asset-facts-source';

const hoursInWeek = 168;

/** Anything that is not a sound figure reads as null: an absent field, null, NaN, text, a value out of range. */
const figure = (sound: (value: number) => boolean) =>
  z
    .unknown()
    .optional()
    .transform((value) => (typeof value === 'number' && Number.isFinite(value) && sound(value) ? value : null));

/** Zero means unknown where CoinGecko has no price, cap or supply. */
const positive = figure((value) => value > 0);
const positiveOrZero = figure((value) => value >= 0);
const percent = figure((value) => value >= -100);
const rank = figure((value) => Number.isInteger(value) && value > 0);

const sparkline = z
  .looseObject({ price: z.array(positive) })
  .transform(({ price }) => price.filter((value) => value !== null).slice(-hoursInWeek))
  .catch([]);

/** One row of `/coins/markets`, of which only the id must be there; fields that we do not know are left aside. */
const coin = z.object({
  id: z.string().min(1),
  current_price: positive,
  market_cap: positive,
  market_cap_rank: rank,
  total_volume: positiveOrZero,
  price_change_percentage_24h: percent,
  price_change_percentage_1h_in_currency: percent,
  price_change_percentage_24h_in_currency: percent,
  price_change_percentage_7d_in_currency: percent,
  circulating_supply: positive,
  ath: positive,
  sparkline_in_7d: sparkline,
});

export const marketsAnswer = z.array(z.unknown());

/** Cleans the rows of `/coins/markets` and ties each to our symbol by its id; rows of other coins, repeated or unreadable ones are left out. */
export function toAssetFacts(rows: readonly unknown[], symbolOf: ReadonlyMap<string, string>): AssetFacts[] {
  const facts = new Map<string, AssetFacts>();
  for (const row of rows) {
    const parsed = coin.safeParse(row);
    const symbol = parsed.success ? symbolOf.get(parsed.data.id) : undefined;
    if (parsed.success && symbol !== undefined && !facts.has(symbol)) facts.set(symbol, cleaned(symbol, parsed.data));
  }
  return [...facts.values()];
}

function cleaned(symbol: string, row: z.infer<typeof coin>): AssetFacts {
  const { current_price: price, sparkline_in_7d: hourly } = row;
  const since = (hours: number) => changeSince(price, hourly, hours);
  return {
    symbol,
    price,
    marketCap: row.market_cap,
    volume24h: row.total_volume,
    rank: row.market_cap_rank,
    change1h: row.price_change_percentage_1h_in_currency ?? since(1),
    change24h: row.price_change_percentage_24h_in_currency ?? row.price_change_percentage_24h ?? since(24),
    change7d: row.price_change_percentage_7d_in_currency ?? since(hoursInWeek),
    circulatingSupply: row.circulating_supply,
    allTimeHigh: row.ath,
    sparkline7d: hourly,
  };
}

/** The change against the sparkline's point `hours` back, where it is complete: what CoinGecko leaves out is worked out from what it gave. */
function changeSince(price: number | null, hourly: readonly number[], hours: number): number | null {
  const before = hourly.length === hoursInWeek ? hourly[hoursInWeek - hours] : undefined;
  return price === null || before === undefined ? null : 100 * (price / before - 1);
}

const byCurrency = z.object({ usd: positive.optional() }).catch({});

/** The answer of `/global`. */
export const globalAnswer = z.object({
  data: z.object({
    total_market_cap: byCurrency,
    total_volume: byCurrency,
    market_cap_percentage: z.object({ btc: figure((value) => value >= 0 && value <= 100).optional() }).catch({}),
  }),
});

/** Cleans the answer of `/global`. */
export function toGlobalFacts({ data }: z.infer<typeof globalAnswer>): GlobalFacts {
  return {
    marketCap: data.total_market_cap.usd ?? null,
    volume24h: data.total_volume.usd ?? null,
    btcDominance: data.market_cap_percentage.btc ?? null,
  };
}

export const coinsListAnswer = z.array(z.unknown());
const listed = z.object({ id: z.string().min(1), symbol: z.string(), name: z.string().min(1) });

/** Gives symbol and name of the row of `/coins/markets` with this id; null when there is none. */
export function coinOf(rows: readonly unknown[], coingeckoId: string): { symbol: string; name: string } | null {
  const found = rows.map((row) => listed.safeParse(row).data).find((row) => row?.id === coingeckoId);
  return found === undefined ? null : { symbol: found.symbol, name: found.name };
}

/** Gives id and name for each symbol that exactly one coin of `/coins/list` bears; a symbol of several coins stays unidentified. */
export function identified(rows: readonly unknown[], symbols: ReadonlySet<string>): Map<string, { coingeckoId: string; name: string }> {
  const found = new Map<string, { coingeckoId: string; name: string }>();
  const ambiguous = new Set<string>();
  for (const row of rows) {
    const parsed = listed.safeParse(row);
    const symbol = parsed.success ? parsed.data.symbol.toUpperCase() : '';
    if (!parsed.success || !symbols.has(symbol)) continue;
    if (found.has(symbol)) ambiguous.add(symbol);
    found.set(symbol, { coingeckoId: parsed.data.id, name: parsed.data.name });
  }
  for (const symbol of ambiguous) found.delete(symbol);
  return found;
}
