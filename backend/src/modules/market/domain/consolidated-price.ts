import type { Exclusion, PriceSource } from '@tideline/contracts';
import { outliers } from './outlier';

/** What one venue last said of an asset. Times are the local clock, epoch ms. */
export interface VenueQuote {
  venue: string;
  pair: string;
  /** Quote currency of the pair: USD, USDT, USDC. */
  quote: string;
  /** In the quote currency; null before the first. */
  price: number | null;
  /** Base asset, rolling 24 h; null when unknown. */
  volume24h: number | null;
  /** When a trade, a ticker frame or a heartbeat last confirmed the price. */
  confirmedAt: number | null;
  /** The venue cannot be reached. */
  down: boolean;
}

export interface Consolidation {
  /** USD; null when there never was one. */
  price: number | null;
  /** USD, over the venues included; null when no venue told its volume. */
  volume24h: number | null;
  stale: boolean;
  sources: PriceSource[];
}

/** Nothing has confirmed a price for this long: it is left out as stale. */
export const staleAfterMs = 30_000;

/**
 * Gives the consolidated USD price of an asset: the mean of the venues' last prices, weighted by their 24 h base volume. Left out are
 * venues that are down, stale, quoted in a currency without a rate, or outliers. With none left the `last` price stands, marked stale.
 * `rate` gives USD per unit of a quote currency, or null when there is none that is fresh.
 */
export function consolidate(
  quotes: readonly VenueQuote[],
  rate: (currency: string) => number | null,
  last: number | null,
  now: number,
): Consolidation {
  const sources = quotes.map((quote) => toSource(quote, rate(quote.quote), now));
  leaveOutOutliers(sources, last);
  const included = sources.filter((source) => source.excluded === null);
  weigh(included);
  if (included.length === 0) return { price: last, volume24h: null, stale: true, sources };
  const price = weightedMean(included);
  const volumes = included.filter((source) => source.volume24h !== null);
  const volume24h = volumes.length === 0 ? null : volumes.reduce((sum, source) => sum + (source.volume24h ?? 0) * (source.price ?? 0), 0);
  return { price, volume24h, stale: false, sources };
}

function toSource(quote: VenueQuote, rate: number | null, now: number): PriceSource {
  const price = quote.price === null || rate === null ? null : quote.price * rate;
  return {
    venue: quote.venue,
    pair: quote.pair,
    price,
    quotePrice: quote.price,
    volume24h: quote.volume24h,
    ageMs: quote.confirmedAt === null ? null : Math.max(0, Math.round(now - quote.confirmedAt)),
    weight: 0,
    excluded: exclusionOf(quote, rate, now),
  };
}

function exclusionOf(quote: VenueQuote, rate: number | null, now: number): Exclusion | null {
  if (quote.down) return 'down';
  if (quote.price === null || quote.confirmedAt === null || now - quote.confirmedAt > staleAfterMs) return 'stale';
  return rate === null ? 'no_rate' : null;
}

function leaveOutOutliers(sources: PriceSource[], last: number | null): void {
  const candidates = sources.filter((source) => source.excluded === null);
  const apart = outliers(
    candidates.map((source) => source.price ?? 0),
    last,
  );
  candidates.forEach((source, index) => {
    if (apart[index] === true) source.excluded = 'outlier';
  });
}

/** Taken as a distance from the first price, so that venues that agree give that very price, whatever their weights. */
function weightedMean(included: readonly PriceSource[]): number {
  const first = included[0]?.price ?? 0;
  return included.reduce((sum, source) => sum + source.weight * ((source.price ?? 0) - first), first);
}

/** An unknown volume counts as the mean of the known ones; without any, all weigh the same. */
function weigh(included: PriceSource[]): void {
  const known = included.flatMap((source) => (source.volume24h === null ? [] : [source.volume24h]));
  const mean = known.reduce((sum, volume) => sum + volume, 0) / Math.max(1, known.length);
  const volumes = included.map((source) => source.volume24h ?? mean);
  const total = volumes.reduce((sum, volume) => sum + volume, 0);
  included.forEach((source, index) => {
    source.weight = total > 0 ? (volumes[index] ?? 0) / total : 1 / included.length;
  });
}
