import { calculate, type CandleColumns, type IndicatorSpec, type SeriesContext } from '@tideline/indicators';

/** Candles of which those from index `start` on are asked about; the ones before are for warming up. */
export interface AskedCandles {
  candles: CandleColumns;
  start: number;
}

/** How many candles before the first one asked about make every value equal that of the whole history. */
export function warmUp(specs: readonly IndicatorSpec[]): number {
  return specs.reduce((most, { kind, params }) => Math.max(most, kind.memory(params) ?? 0), 0);
}

/** How many candles of a series that has just begun an indicator needs before its first point: all its values must be defined. */
export function candlesBeforeFirst({ kind, params }: IndicatorSpec): number {
  return Math.max(...kind.firstIndex(params));
}

/**
 * The values of an indicator at the candles asked about: one array per output, as long as there are such candles, NaN where it is not
 * defined. What adds up from a beginning counts from the first candle asked about.
 */
export function indicatorValues(spec: IndicatorSpec, { candles, start }: AskedCandles, context: SeriesContext): Float64Array[] {
  const memory = spec.kind.memory(spec.params) ?? 0;
  const from = Math.max(0, start - memory);
  return calculate(spec, columnsFrom(candles, from), context).map((values) => values.subarray(start - from));
}

/** The candles from an index on; a view, nothing is copied. */
export function columnsFrom({ length, at, open, high, low, close, volume }: CandleColumns, from: number): CandleColumns {
  const cut = (column: Float64Array): Float64Array => column.subarray(from);
  return { length: length - from, at: cut(at), open: cut(open), high: cut(high), low: cut(low), close: cut(close), volume: cut(volume) };
}
