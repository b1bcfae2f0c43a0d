import type { CorrelationMatrix as Answer, CorrelationMethod } from '@tideline/contracts';
import { correlationMatrix, type CorrelationMatrix, type PriceGrid } from '@tideline/indicators';
import { defineTask } from '../../../platform/threads/thread-task';
import { rows } from '../domain/square';

interface Correlated {
  prices: PriceGrid;
  method: CorrelationMethod;
}

/** Correlates all pairs of a grid of closing prices. */
export const correlate = defineTask('correlate', ({ prices, method }: Correlated): CorrelationMatrix => correlationMatrix(prices, method));

/** The same as the JSON text of an answer's figures: writing those of 100 assets takes longer than the event loop has. */
export const correlateAsJson = defineTask('correlate-as-json', ({ prices, method }: Correlated): string => {
  const { series, values, observations } = correlationMatrix(prices, method);
  const figures: Pick<Answer, 'matrix' | 'observations'> = {
    matrix: rows(values, series, (value) => (Number.isNaN(value) ? null : value)),
    observations: rows(observations, series, (count) => count),
  };
  return JSON.stringify(figures);
});
