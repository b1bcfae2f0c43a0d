import { readSpec, type IndicatorSpec } from '@tideline/indicators';
import { depthOf, mostFollowed } from './followed-series';

/** Figures that every row has. */
export const rowFigures = ['price', 'change1h', 'change24h', 'change7d', 'volume24h', 'marketCap', 'rank'] as const;
export type RowFigure = (typeof rowFigures)[number];

/** What a row can be asked for, filtered and sorted by. `key` is its canonical spelling. */
export type ScreenerColumn = { key: string } & (
  | { kind: 'figure'; figure: RowFigure }
  | { kind: 'indicator'; spec: IndicatorSpec }
  | { kind: 'distance'; spec: IndicatorSpec }
  | { kind: 'extreme'; of: 'high' | 'low' }
);

/** `rsi:14 < 30`. */
export interface ScreenerFilter {
  column: ScreenerColumn;
  passes: (value: number) => boolean;
}

const allowed = `a column is one of ${rowFigures.join(', ')}, high:90d, low:90d, distance:sma:50, distance:ema:50, or an indicator of one value such as rsi:14`;
const comparisons: Record<string, (value: number, bound: number) => boolean> = {
  '<': (value, bound) => value < bound,
  '<=': (value, bound) => value <= bound,
  '>': (value, bound) => value > bound,
  '>=': (value, bound) => value >= bound,
};

/** Reads a column, or gives a sentence that says what is wrong and what is allowed. */
export function readColumn(text: string): ScreenerColumn | string {
  const written = text.trim();
  const figure = rowFigures.find((one) => one.toLowerCase() === written.toLowerCase());
  if (figure !== undefined) return { key: figure, kind: 'figure', figure };
  const [head = '', ...rest] = written.toLowerCase().split(':');
  if (head === 'high' || head === 'low') {
    return rest.join(':') === '90d' ? { key: `${head}:90d`, kind: 'extreme', of: head } : `${head} is known for 90 days only: ${head}:90d`;
  }
  if (head === 'distance') {
    const spec = rest[0] === 'sma' || rest[0] === 'ema' ? readSpec(rest.join(':')) : 'distance is that from sma or ema: distance:sma:50';
    return typeof spec === 'string' ? spec : (tooDeep(spec) ?? { key: `distance:${spec.key}`, kind: 'distance', spec });
  }
  const spec = readSpec(written);
  if (typeof spec === 'string') return `${spec}; ${allowed}`;
  if (spec.kind.outputs.length > 1) return `${spec.kind.id} has ${spec.kind.outputs.length} values, ${allowed}`;
  return tooDeep(spec) ?? { key: spec.key, kind: 'indicator', spec };
}

/** All assets together would be read for minutes. */
function tooDeep(spec: IndicatorSpec): string | null {
  const depth = depthOf(spec);
  if (depth <= mostFollowed) return null;
  return `${spec.key} rests on ${depth} candles of every asset, at most ${mostFollowed} are looked at: rsi:170, ema:600 and sma:5000 are possible`;
}

/** Reads `rsi:14<30`, or gives a sentence that says what is wrong and what is allowed. */
export function readFilter(text: string): ScreenerFilter | string {
  const [, name = '', comparison = '', number = ''] = /^([^<>=]+)(<=|>=|<|>)\s*(-?\d{1,20}(?:\.\d{1,20})?)\s*$/.exec(text) ?? [];
  const compare = comparisons[comparison];
  if (compare === undefined) return `${JSON.stringify(text)} is no filter: a column, one of < <= > >=, and a number, for example rsi:14<30`;
  const column = readColumn(name);
  if (typeof column === 'string') return column;
  const bound = Number(number);
  return { column, passes: (value) => compare(value, bound) };
}
