import { volatilities, type PriceGrid, type Volatilities } from '@tideline/indicators';
import { defineTask } from '../../../platform/threads/thread-task';

/** Annualised volatility of each series of a grid. */
export const measureVolatility = defineTask(
  'measure-volatility',
  ({ prices, periodsPerYear }: { prices: PriceGrid; periodsPerYear: number }): Volatilities => volatilities(prices, periodsPerYear),
);
