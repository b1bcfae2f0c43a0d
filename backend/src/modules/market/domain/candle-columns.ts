import type { CandleColumns } from '@tideline/indicators';

/** Figures of one candle: time, open, high, low, close, volume. */
const figures = 6;

/** No candles at all. */
export const noCandles: CandleColumns = columnsOf(0);

/** Makes empty columns of a length, all in one buffer. */
export function columnsOf(length: number): CandleColumns {
  const buffer = new ArrayBuffer(length * figures * Float64Array.BYTES_PER_ELEMENT);
  const column = (index: number): Float64Array => new Float64Array(buffer, index * length * Float64Array.BYTES_PER_ELEMENT, length);
  return { length, at: column(0), open: column(1), high: column(2), low: column(3), close: column(4), volume: column(5) };
}

/** Reads candles that follow one another as big-endian doubles (time, open, high, low, close, volume), as PostgreSQL sends them. */
export function columnsFromBytes(bytes: Buffer): CandleColumns {
  const stride = figures * Float64Array.BYTES_PER_ELEMENT;
  const columns = columnsOf(bytes.length / stride);
  const { at, open, high, low, close, volume } = columns;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  for (let index = 0, offset = 0; index < columns.length; index += 1, offset += stride) {
    at[index] = view.getFloat64(offset);
    open[index] = view.getFloat64(offset + 8);
    high[index] = view.getFloat64(offset + 16);
    low[index] = view.getFloat64(offset + 24);
    close[index] = view.getFloat64(offset + 32);
    volume[index] = view.getFloat64(offset + 40);
  }
  return columns;
}

/** Joins candles that follow one another in time. */
export function joinColumns(...parts: readonly CandleColumns[]): CandleColumns {
  const joining = joinPiecewise(parts);
  for (;;) {
    const step = joining.next();
    if (step.done === true) return step.value;
  }
}

/** The same, stopping after each column: months of minutes are megabytes, and others should get their turn meanwhile. */
export function* joinPiecewise(parts: readonly CandleColumns[]): Generator<void, CandleColumns> {
  const filled = parts.filter(({ length }) => length > 0);
  const [only] = filled;
  if (only === undefined) return noCandles;
  if (filled.length === 1) return only;
  const joined = columnsOf(filled.reduce((sum, { length }) => sum + length, 0));
  let offset = 0;
  for (const part of filled) {
    for (const name of ['at', 'open', 'high', 'low', 'close', 'volume'] as const) {
      joined[name].set(part[name], offset);
      yield;
    }
    offset += part.length;
  }
  return joined;
}
