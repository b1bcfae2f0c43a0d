import type { CorrelationMatrix } from '@tideline/contracts';
import { formatCount, formatFixed, unknownFigure } from '../../ui/figures';
import { correlationWords as words } from '../../words/correlation';
import { clusterOrder } from './cluster-order';
import type { MatrixOrder } from './correlation-choice';

/** Under this many returns a coefficient is mostly chance: its 95 % interval is wider than ± 0.36. */
export const fewObservations = 30;

/** One cell as it is drawn and said. */
export interface MatrixCell {
  row: string;
  column: string;
  /** The coefficient; null where there is none. */
  r: number | null;
  observations: number;
  kind: 'self' | 'known' | 'few' | 'none';
  text: string;
  label: string;
}

/** A coefficient with two decimals: `0.89`, `−0.12`; what rounds to nothing has no sign. */
export function formatR(r: number): string {
  return formatFixed(Math.abs(r) < 0.005 ? 0 : r, 2);
}

/** The rows of the heat matrix in the chosen order; columns are in the same. */
export function matrixRows(answer: CorrelationMatrix, order: MatrixOrder): { symbol: string; cells: MatrixCell[] }[] {
  const indexes = ordered(answer, order);
  return indexes.map((i) => ({ symbol: answer.symbols[i] ?? '', cells: indexes.map((j) => cellOf(answer, i, j)) }));
}

/** The cell of two coins; undefined where one of them is not in the matrix. */
export function cellAt(answer: CorrelationMatrix, row: string, column: string): MatrixCell | undefined {
  const [i, j] = [answer.symbols.indexOf(row), answer.symbols.indexOf(column)];
  return i < 0 || j < 0 ? undefined : cellOf(answer, i, j);
}

/** The pair that moves most in step or most against each other, of those with enough observations; undefined where there is none. */
export function strongestCell(answer: CorrelationMatrix): MatrixCell | undefined {
  const cells = answer.symbols.flatMap((_, i) => answer.symbols.slice(i + 1).map((_other, j) => cellOf(answer, i, i + 1 + j)));
  return cells
    .filter(({ kind }) => kind === 'known')
    .reduce<MatrixCell | undefined>((best, cell) => (Math.abs(cell.r ?? 0) > Math.abs(best?.r ?? 0) ? cell : best), undefined);
}

/** The least and the most observations of a pair; null for fewer than two coins. */
export function observationRange(answer: CorrelationMatrix): [number, number] | null {
  const counts = answer.observations.flatMap((row, i) => row.slice(0, i));
  return counts.length === 0 ? null : [Math.min(...counts), Math.max(...counts)];
}

/** Positions of the answer's coins. The answer itself is in the order of rank. */
function ordered({ symbols, matrix }: CorrelationMatrix, order: MatrixOrder): number[] {
  const all = symbols.map((_, i) => i);
  if (order === 'name') return all.sort((a, b) => (symbols[a] ?? '').localeCompare(symbols[b] ?? '', 'en'));
  if (order === 'rank') return all;
  // A pair of which nothing is known counts as unrelated.
  return clusterOrder(symbols.length, (a, b) => 1 - (matrix[a]?.[b] ?? 0));
}

function cellOf({ symbols, matrix, observations }: CorrelationMatrix, i: number, j: number): MatrixCell {
  const [row, column] = [symbols[i] ?? '', symbols[j] ?? ''];
  const r = matrix[i]?.[j] ?? null;
  const count = observations[i]?.[j] ?? 0;
  const counted = words.observations(formatCount(count));
  const cell = { row, column, r, observations: count };
  if (i === j) return { ...cell, kind: 'self', text: '', label: `${words.self(row)}, ${counted}` };
  if (r === null) {
    const why = count < 3 ? words.notEnough : words.still;
    return { ...cell, kind: 'none', text: unknownFigure, label: words.cell(row, column, why, counted) };
  }
  return {
    ...cell,
    kind: count < fewObservations ? 'few' : 'known',
    text: formatR(r),
    label: words.cell(row, column, formatR(r), counted),
  };
}
