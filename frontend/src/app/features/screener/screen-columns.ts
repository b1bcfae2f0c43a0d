import type { ScreenerRow } from '@tideline/contracts';
import { formatBig, formatFixed, formatPercent, formatPrice, unknownFigure } from '../../ui/figures';
import { screenerWords as words } from '../../words/screener';

export const columnIds = [
  ...(['price', 'change1h', 'change24h', 'change7d', 'volume24h', 'marketCap'] as const),
  ...(['rsi:14', 'volatility:30', 'distance:sma:20', 'distance:sma:50', 'distance:sma:200', 'high:90d', 'low:90d'] as const),
] as const;
export type ColumnId = (typeof columnIds)[number];

/** How a figure is written: a price, dollars in short, a signed percent, a plain percent, a plain number. */
export type ColumnKind = 'price' | 'money' | 'change' | 'share' | 'index';

export interface ScreenColumn {
  id: ColumnId;
  kind: ColumnKind;
  head: string;
  long: string;
  hint: string;
  /** What the figure can be at all, in the unit it is shown in. */
  least: number | null;
  most: number | null;
}

const kinds: Record<ColumnId, { kind: ColumnKind; least?: number; most?: number }> = {
  price: { kind: 'price', least: 0 },
  change1h: { kind: 'change', least: -100 },
  change24h: { kind: 'change', least: -100 },
  change7d: { kind: 'change', least: -100 },
  volume24h: { kind: 'money', least: 0 },
  marketCap: { kind: 'money', least: 0 },
  'rsi:14': { kind: 'index', least: 0, most: 100 },
  'volatility:30': { kind: 'share', least: 0 },
  'distance:sma:20': { kind: 'change', least: -100 },
  'distance:sma:50': { kind: 'change', least: -100 },
  'distance:sma:200': { kind: 'change', least: -100 },
  'high:90d': { kind: 'change', least: -100, most: 0 },
  'low:90d': { kind: 'change', least: 0 },
};

/** Every figure one can screen by, in the order of the table. */
export const screenColumns: readonly ScreenColumn[] = columnIds.map((id) => {
  const { kind, least = null, most = null } = kinds[id];
  return { id, kind, least, most, ...words.columns[id] };
});

export const usualColumns: readonly ColumnId[] = [
  ...(['price', 'change24h', 'change7d', 'volume24h', 'marketCap'] as const),
  ...(['rsi:14', 'volatility:30', 'distance:sma:50', 'high:90d'] as const),
];

/** What the server computes for the table; the rest every row has. */
export const computedColumns = columnIds.filter((id) => id.includes(':'));

export function columnOf(id: ColumnId): ScreenColumn {
  return screenColumns[columnIds.indexOf(id)] as ScreenColumn;
}

/** A row's figure in the unit it is shown in; null when not known. Volatility comes as a fraction and is shown in percent. */
export function figureOf(row: ScreenerRow, id: ColumnId): number | null {
  const figure = isOwn(id) ? row[id] : (row.values[id] ?? null);
  return figure !== null && kinds[id].kind === 'share' ? figure * 100 : figure;
}

/** A figure as the table writes it. */
export function writeFigure(value: number | null, kind: ColumnKind): string {
  if (value === null) return unknownFigure;
  if (kind === 'change') return formatPercent(value);
  if (kind === 'share') return `${formatFixed(value, 1)}%`;
  if (kind === 'index') return formatFixed(value, 1);
  return kind === 'money' ? `$${formatBig(value)}` : formatPrice(value);
}

function isOwn(id: ColumnId): id is 'price' | 'change1h' | 'change24h' | 'change7d' | 'volume24h' | 'marketCap' {
  return !id.includes(':');
}
