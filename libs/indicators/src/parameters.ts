import type { IndicatorParameter } from './indicator';

/** The longest window that is offered. */
export const longestPeriod = 5000;

/** A number of candles, as almost every indicator takes one. */
export function periodParameter(usual: number, { name = 'period', min = 1 }: { name?: string; min?: number } = {}): IndicatorParameter {
  return { name, default: usual, min, max: longestPeriod, whole: true };
}
