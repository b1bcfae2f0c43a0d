import { words } from '../../words';
import type { ChangeWindow } from './asset-order';

const { columnNames, columns } = words.overview;
/** The columns one can do without, in the order of the table; the rest is what makes a row. */
export const assetColumns = [
  { id: 'change1h', long: columnNames.change1h, width: 'change' },
  { id: 'change24h', long: columnNames.change24h, width: 'change' },
  { id: 'change7d', long: columnNames.change7d, width: 'change' },
  { id: 'marketCap', long: columnNames.marketCap, width: 'figure' },
  { id: 'volume24h', long: columnNames.volume24h, width: 'figure' },
  { id: 'sparkline', long: columns.sparkline, width: 'line' },
] as const;
export type AssetColumn = (typeof assetColumns)[number]['id'];
/** The name of the table in the preferences. */
export const assetTable = 'overview';

/** The columns that are shown, of those that were kept; all where none were. */
export function shownColumns(kept: readonly string[] | undefined): readonly AssetColumn[] {
  const ids = assetColumns.map(({ id }) => id);
  const known = ids.filter((id) => kept?.includes(id));
  return known.length === 0 ? ids : known;
}

/** Their widths as the grid of the table has them; with a window, of the changes only the one over it. */
export function columnWidths(shown: readonly AssetColumn[], window?: ChangeWindow): string {
  return assetColumns
    .filter(({ id, width }) => shown.includes(id) && (width !== 'change' || window === undefined || id === `change${window}`))
    .map(({ width }) => `var(--${width}-column)`)
    .join(' ');
}

/** The columns that are not shown, for the styles. */
export function hiddenColumns(shown: readonly AssetColumn[]): string {
  return assetColumns.flatMap(({ id }) => (shown.includes(id) ? [] : [id])).join(' ');
}
