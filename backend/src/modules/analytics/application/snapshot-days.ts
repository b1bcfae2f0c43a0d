import { correlationMatrix, volatilities, type PriceGrid } from '@tideline/indicators';
import { defineTask } from '../../../platform/threads/thread-task';
import { packed, type PackedMatrix } from '../domain/packed-matrix';
import { periodsPerYear } from '../domain/periods-per-year';

/** What is stored of a day. */
export interface DayFigures {
  volatility: Float64Array;
  observations: Int32Array;
  /** By the hours before the day that they were computed of, in the order asked for. */
  correlations: PackedMatrix[];
}

interface Days {
  prices: PriceGrid;
  /** The slot that each day begins with: what was before it counts. */
  ends: number[];
  volatilityHours: number;
  correlationHours: number[];
}

/** Computes what the figures of hourly prices were at the beginning of several days. */
export const snapshotDays = defineTask('snapshot-days', ({ prices, ends, volatilityHours, correlationHours }: Days): DayFigures[] =>
  ends.map((end) => {
    const { values: volatility, observations } = volatilities(before(prices, end, volatilityHours), periodsPerYear('1h'));
    const correlations = correlationHours.map((hours) => packed(correlationMatrix(before(prices, end, hours))));
    return { volatility, observations, correlations };
  }),
);

function before({ series, slots, closes }: PriceGrid, end: number, length: number): PriceGrid {
  const part = new Float64Array(series * length);
  for (let s = 0; s < series; s++) part.set(closes.subarray(s * slots + end - length, s * slots + end), s * length);
  return { series, slots: length, closes: part };
}
