import type { CandleInterval, ScreenerRow } from '@tideline/contracts';
import type { ColumnId } from './screen-columns';
import { columnIds, figureOf, usualColumns } from './screen-columns';
import type { ScreenFilter } from './screen-filter';
import { comparisons, rangeFault } from './screen-filter';

export type SortKey = ColumnId | 'rank' | 'name';
export type SortOrder = 'asc' | 'desc';
export const mostFilters = 10;
/** The candles that RSI, volatility and averages may be computed over. */
export const screenIntervals = ['15m', '1h', '4h', '1d'] as const satisfies readonly CandleInterval[];
export type ScreenInterval = (typeof screenIntervals)[number];

/** What the table shows: the filters, the order, the columns and over which candles they are computed. It is what a saved screen keeps and what the URL says. */
export interface Screen {
  filters: readonly ScreenFilter[];
  sort: SortKey;
  order: SortOrder;
  columns: readonly ColumnId[];
  interval: ScreenInterval;
}

export type ScreenParams = Record<'where' | 'sort' | 'order' | 'columns' | 'interval', string | null>;

/** The screen that an address without parameters shows. */
export const plainScreen: Screen = { filters: [], sort: 'rank', order: 'asc', columns: usualColumns, interval: '1h' };

/** The order a column starts with: names and ranks upwards, figures from the largest. */
export function firstOrder(sort: SortKey): SortOrder {
  return sort === 'rank' || sort === 'name' ? 'asc' : 'desc';
}

/** Reads a screen from query parameters (`where=rsi:14~lt~30,price~gt~1`); what makes no sense is left out, `usual` are the columns without a word on them. */
export function readScreen(
  query: Partial<Record<keyof ScreenParams, string | null | undefined>>,
  usual: readonly ColumnId[] = usualColumns,
): Screen {
  const sort = sortKey(query.sort) ?? 'rank';
  const columns = columnIds.filter((id) => (query.columns ?? '').split(',').includes(id));
  return {
    filters: (query.where ?? '')
      .split(',')
      .flatMap((text) => readFilter(text) ?? [])
      .slice(0, mostFilters),
    sort,
    order: query.order === 'asc' || query.order === 'desc' ? query.order : firstOrder(sort),
    columns: columns.length === 0 ? usual : columns,
    interval: screenIntervals.find((name) => name === query.interval) ?? '1h',
  };
}

/** The query parameters of a screen; null takes one out. */
export function screenParams({ filters, sort, order, columns, interval }: Screen): ScreenParams {
  return {
    where: filters.map(({ column, comparison, value }) => `${column}~${comparison}~${value}`).join(',') || null,
    sort: sort === 'rank' ? null : sort,
    order: order === firstOrder(sort) ? null : order,
    columns: columns.join() === usualColumns.join() ? null : columns.join(','),
    interval: interval === '1h' ? null : interval,
  };
}

/** Whether two screens show the same. */
export function sameScreen(a: Screen, b: Screen): boolean {
  return JSON.stringify(screenParams(a)) === JSON.stringify(screenParams(b));
}

/** A sorted copy; what is not known comes last in both orders, equals keep the order they came in. */
export function sorted(rows: readonly ScreenerRow[], sort: SortKey, order: SortOrder): ScreenerRow[] {
  const sign = order === 'asc' ? 1 : -1;
  if (sort === 'name') return [...rows].sort((a, b) => sign * a.name.localeCompare(b.name, 'en'));
  const figure = (row: ScreenerRow): number | null => (sort === 'rank' ? row.rank : figureOf(row, sort));
  return [...rows].sort((a, b) => {
    const [x, y] = [figure(a), figure(b)];
    if (x === null || y === null) return Number(x === null) - Number(y === null);
    return sign * (x - y);
  });
}

function sortKey(text: string | null | undefined): SortKey | undefined {
  return text === 'rank' || text === 'name' ? text : columnIds.find((id) => id === text);
}

function readFilter(text: string): ScreenFilter | null {
  const [id, how, number = ''] = text.split('~');
  const column = columnIds.find((known) => known === id);
  const comparison = comparisons.find((known) => known === how);
  if (!column || !comparison || number === '' || !Number.isFinite(Number(number)) || rangeFault(column, Number(number)) !== '') return null;
  return { column, comparison, value: Number(number) };
}
