import type { AssetSummary } from '@tideline/contracts';

export const sortColumns = ['rank', 'name', 'price', 'change1h', 'change24h', 'change7d', 'marketCap', 'volume24h'] as const;
export type SortColumn = (typeof sortColumns)[number];
export type Order = 'asc' | 'desc';
export const changeWindows = ['1h', '24h', '7d'] as const;
export type ChangeWindow = (typeof changeWindows)[number];
/** What the area of the map may stand for. */
export const mapSizes = ['marketCap', 'volume24h'] as const;
export type MapSize = (typeof mapSizes)[number];

/** The order a column starts with: names and ranks upwards, figures from the largest. */
export function firstOrder(column: SortColumn): Order {
  return column === 'rank' || column === 'name' ? 'asc' : 'desc';
}

/** An asset's change over a window, percent; null when not known. */
export function changeOver(asset: AssetSummary, window: ChangeWindow): number | null {
  return asset[`change${window}`];
}

/** Assets whose symbol or name holds the text, whatever its case. */
export function matching(assets: readonly AssetSummary[], text: string): AssetSummary[] {
  const wanted = text.trim().toLowerCase();
  return assets.filter(({ symbol, name }) => symbol.toLowerCase().includes(wanted) || name.toLowerCase().includes(wanted));
}

/** A sorted copy; what is not known comes last in both orders, equals keep the order they came in. */
export function sorted(assets: readonly AssetSummary[], column: SortColumn, order: Order): AssetSummary[] {
  const sign = order === 'asc' ? 1 : -1;
  return [...assets].sort((a, b) => {
    const [x, y] = [a[column], b[column]];
    if (x === null || y === null) return Number(x === null) - Number(y === null);
    return sign * (typeof x === 'string' ? x.localeCompare(String(y), 'en') : x - Number(y));
  });
}

/** Those one tracks before the others, each in the order they came in; or only those. */
export function trackedFirst(assets: readonly AssetSummary[], tracked: readonly string[], only: boolean): AssetSummary[] {
  const mine = assets.filter(({ symbol }) => tracked.includes(symbol));
  return only ? mine : [...mine, ...assets.filter(({ symbol }) => !tracked.includes(symbol))];
}

/** The assets that rose (or fell) the most over a window, at most `count`; none that went the other way. */
export function movers(assets: readonly AssetSummary[], window: ChangeWindow, way: 'gainers' | 'losers', count: number): AssetSummary[] {
  const sign = way === 'gainers' ? 1 : -1;
  return assets
    .map((asset) => ({ asset, moved: sign * (changeOver(asset, window) ?? 0) }))
    .filter(({ moved }) => moved > 0)
    .sort((a, b) => b.moved - a.moved)
    .slice(0, count)
    .map(({ asset }) => asset);
}
