import { correlationMatrix, type CorrelationMatrix, type PriceGrid } from '@tideline/indicators';
import type { CorrelationMethod } from '@tideline/contracts';
import { defineTask } from '../../../platform/threads/thread-task';

/** Correlates all pairs of a grid of closing prices. */
export const correlate = defineTask(
  'correlate',
  ({ prices, method }: { prices: PriceGrid; method: CorrelationMethod }): CorrelationMatrix => correlationMatrix(prices, method),
);
