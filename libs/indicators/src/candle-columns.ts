/** A series of candles by column, ascending by time. `at` is the opening time in epoch ms, volume is in the base asset. */
export interface CandleColumns {
  readonly length: number;
  readonly at: Float64Array;
  readonly open: Float64Array;
  readonly high: Float64Array;
  readonly low: Float64Array;
  readonly close: Float64Array;
  readonly volume: Float64Array;
}

/** One candle; `at` is its opening time in epoch ms. */
export interface Candle {
  readonly at: number;
  readonly open: number;
  readonly high: number;
  readonly low: number;
  readonly close: number;
  readonly volume: number;
}

/** `[openMs, open, high, low, close, volume]`, as candles cross the wire. */
export type CandleTuple = readonly [number, number, number, number, number, number];

/** Turns rows into columns. */
export function toColumns(rows: readonly CandleTuple[]): CandleColumns {
  const column = (index: number): Float64Array => Float64Array.from(rows, (row) => row[index] as number);
  return { length: rows.length, at: column(0), open: column(1), high: column(2), low: column(3), close: column(4), volume: column(5) };
}
