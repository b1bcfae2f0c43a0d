import type { AssetDetail, AssetPrice, AssetSummary, Heatmap, MarketOverview } from '@tideline/contracts';
import type { AssetFacts } from '../venues/asset-facts-source';
import type { CatalogAsset } from './market-catalog';
import type { MarketView } from './market-view';

export type AssetSort = 'rank' | 'position' | 'price' | 'change24h' | 'volume24h' | 'marketCap';
export type ChangeWindow = '1h' | '24h' | '7d';

const changeOf = { '1h': 'change1h', '24h': 'change24h', '7d': 'change7d' } as const;

export function assetSummary(view: MarketView, asset: CatalogAsset): AssetSummary {
  return summaryOf(view, asset, priceOf(view, asset.symbol), view.facts(asset.symbol));
}

export function assetDetail(view: MarketView, asset: CatalogAsset): AssetDetail {
  const price = priceOf(view, asset.symbol);
  const facts = view.facts(asset.symbol);
  return {
    ...summaryOf(view, asset, price, facts),
    enabled: asset.enabled,
    high24h: price.high24h,
    low24h: price.low24h,
    allTimeHigh: facts?.allTimeHigh ?? null,
    circulatingSupply: facts?.circulatingSupply ?? null,
    pairs: view.catalog.venueMarketsOf(asset.symbol).map(({ venue, pair }) => ({ venue, pair })),
  };
}

function summaryOf(view: MarketView, asset: CatalogAsset, price: AssetPrice, facts: AssetFacts | undefined): AssetSummary {
  return {
    symbol: asset.symbol,
    name: asset.name,
    coingeckoId: asset.coingeckoId,
    rank: facts?.rank ?? null,
    price: price.price,
    change1h: price.change1h,
    change24h: price.change24h,
    change7d: price.change7d,
    volume24h: price.volume24h,
    marketCap: facts?.marketCap ?? null,
    sparkline7d: view.sparkline(asset.symbol),
    asOf: price.asOf,
    stale: price.stale,
    dataMode: view.dataMode,
  };
}

/** Every asset of the catalog has a price entry, if only one that says "unknown". */
function priceOf(view: MarketView, symbol: string): AssetPrice {
  const price = view.price(symbol);
  if (price === null) throw new Error(`no price entry for ${symbol}`);
  return price;
}

/** The assets that match, in the order asked for; an unknown figure comes last either way, the operator's order decides between equals. */
export function listAssets(view: MarketView, asked: { search?: string; sort: AssetSort; order?: 'asc' | 'desc' }): AssetSummary[] {
  const needle = asked.search?.toLowerCase() ?? '';
  const found = view.catalog
    .assets()
    .filter(({ symbol, name }) => symbol.toLowerCase().includes(needle) || name.toLowerCase().includes(needle))
    .map((asset) => assetSummary(view, asset));
  const direction = (asked.order ?? (asked.sort === 'rank' || asked.sort === 'position' ? 'asc' : 'desc')) === 'asc' ? 1 : -1;
  const { sort } = asked;
  if (sort === 'position') return direction === 1 ? found : found.reverse();
  return sorted(found, (asset) => asset[sort], direction);
}

/** The assets whose change is known, the strongest in the direction first. */
export function listMovers(view: MarketView, direction: 'gainers' | 'losers', window: ChangeWindow): AssetPrice[] {
  const known = view.prices().filter((price) => price[changeOf[window]] !== null);
  return sorted(known, (price) => price[changeOf[window]], direction === 'gainers' ? -1 : 1);
}

export function heatmap(view: MarketView, window: ChangeWindow, size: 'marketCap' | 'volume24h'): Heatmap {
  const cells = view.catalog.assets().map(({ symbol, name }) => {
    const price = view.price(symbol);
    const known = size === 'marketCap' ? view.facts(symbol)?.marketCap : price?.volume24h;
    return { symbol, name, size: known ?? null, change: price?.[changeOf[window]] ?? null };
  });
  return { cells, asOf: newest(view.prices()) };
}

/** Market-wide figures where somebody told them; advancers and decliners among the assets followed here. */
export function marketOverview(view: MarketView): MarketOverview {
  const prices = view.prices();
  const global = view.global();
  return {
    marketCap: global?.marketCap ?? null,
    volume24h: global?.volume24h ?? null,
    btcDominance: global?.btcDominance ?? null,
    advancers: prices.filter(({ change24h }) => change24h !== null && change24h > 0).length,
    decliners: prices.filter(({ change24h }) => change24h !== null && change24h < 0).length,
    asOf: newest(prices),
    dataMode: view.dataMode,
  };
}

function newest(prices: AssetPrice[]): string | null {
  return prices.reduce<string | null>((latest, { asOf }) => (asOf !== null && (latest === null || asOf > latest) ? asOf : latest), null);
}

function sorted<T>(items: T[], figure: (item: T) => number | null, direction: 1 | -1): T[] {
  return items.sort((a, b) => {
    const [x, y] = [figure(a), figure(b)];
    if (x === null || y === null) return Number(x === null) - Number(y === null);
    return (x - y) * direction;
  });
}
