import type { ScreenerRow } from '@tideline/contracts';
import { formatPlain, readFigure } from '../../ui/figures';
import { screenerWords as words } from '../../words/screener';
import type { ColumnId } from './screen-columns';
import { columnOf, figureOf } from './screen-columns';

export const comparisons = ['gt', 'lt'] as const;
export type Comparison = (typeof comparisons)[number];

/** One condition; the number is in the unit that the column is shown in. */
export interface ScreenFilter {
  column: ColumnId;
  comparison: Comparison;
  value: number;
}

const sizes: Record<string, number> = { '': 1, k: 1e3, m: 1e6, b: 1e9, t: 1e12 };

/** Reads a number as this reader writes it: `30`, `−2.5`, `1,000`, `45 %`, `$200M`, `1.5B`; null when it is none. */
export function readNumber(text: string): number | null {
  const [, figure = '', size = ''] = /^(.*?)([kmbt]?)$/.exec(text.toLowerCase().replace(/[\s$%]/g, '')) ?? [];
  const value = readFigure(figure);
  return value === null ? null : value * (sizes[size] ?? 1);
}

/** What is wrong with the number of a filter, in words; empty when nothing is. */
export function faultOf(column: ColumnId, text: string): string {
  if (text.trim() === '') return words.faults.empty;
  const value = readNumber(text);
  return value === null ? words.faults.notNumber : rangeFault(column, value);
}

/** Why a column's figure is never like that, in words; empty when it can be. */
export function rangeFault(column: ColumnId, value: number): string {
  const { long, least, most } = columnOf(column);
  const inside = (least === null || value >= least) && (most === null || value <= most);
  if (inside) return '';
  if (least !== null && most !== null) return words.faults.between(long, plain(least), plain(most));
  return least === null ? words.faults.notAbove(long, plain(most ?? 0)) : words.faults.notBelow(long, plain(least));
}

/** Whether a row meets a filter; null when the figure is not known. */
export function meets(row: ScreenerRow, { column, comparison, value }: ScreenFilter): boolean | null {
  const figure = figureOf(row, column);
  if (figure === null) return null;
  return comparison === 'gt' ? figure > value : figure < value;
}

/** The rows that meet all filters, and how many could not be judged because nothing known speaks against them. */
export function screened(rows: readonly ScreenerRow[], filters: readonly ScreenFilter[]): { rows: ScreenerRow[]; unjudged: number } {
  const answers = rows.map((row) => ({ row, verdicts: filters.map((filter) => meets(row, filter)) }));
  const possible = answers.filter(({ verdicts }) => !verdicts.includes(false));
  const sure = possible.filter(({ verdicts }) => !verdicts.includes(null));
  return { rows: sure.map(({ row }) => row), unjudged: possible.length - sure.length };
}

/** For each filter how many rows there would be without it; only those that bring any, the most first. */
export function loosenings(rows: readonly ScreenerRow[], filters: readonly ScreenFilter[]): { filter: ScreenFilter; count: number }[] {
  return filters
    .map((filter) => ({
      filter,
      count: screened(
        rows,
        filters.filter((other) => other !== filter),
      ).rows.length,
    }))
    .filter(({ count }) => count > 0)
    .sort((a, b) => b.count - a.count);
}

/** A filter in words: `RSI (14) below 30`. */
export function filterText({ column, comparison, value }: ScreenFilter): string {
  const { long, kind } = columnOf(column);
  const unit = kind === 'change' || kind === 'share' ? ' %' : '';
  const sign = kind === 'price' || kind === 'money' ? '$' : '';
  return words.filterText(long, words.comparisons[comparison], `${sign}${shortNumber(value)}${unit}`);
}

/** A number as a filter's field shows it: `1.5B` for 1,500,000,000. */
export function shortNumber(value: number): string {
  const step = [...Object.entries(sizes)].reverse().find(([letter, size]) => letter !== '' && letter !== 'k' && Math.abs(value) >= size);
  return step ? `${plain(value / step[1])}${step[0].toUpperCase()}` : plain(value);
}

function plain(value: number): string {
  return formatPlain(Number(value.toPrecision(12)));
}
