import type { IndicatorKind } from '../indicator';
import { periodParameter } from '../parameters';
import { rollingMean, RunningMean } from '../rolling/rolling-sum';
import { rollingWeightedMean, RunningWeightedMean } from '../rolling/rolling-weighted-mean';
import { openState } from '../rolling/saved-state';
import { emaFactor, RunningSmoothing, smooth, smoothingMemory } from '../rolling/smoothing';
import { closeOf, RunningSingle } from '../running-single';

/**
 * Simple moving average: (x[i−n+1] + … + x[i]) ÷ n, first at index n − 1. Writes one value per input into `out` (not the same array),
 * NaN before the first. Throws RangeError unless period is a whole number ≥ 1.
 */
export function sma(values: Float64Array, period: number, out: Float64Array = new Float64Array(values.length)): Float64Array {
  return rollingMean(values, period, out);
}

/**
 * Exponential moving average: e[i] = e[i−1] + α (x[i] − e[i−1]), α = 2 ÷ (n + 1), first at index n − 1 with the SMA of the first n
 * values as its seed (others start from the first value; ours is that of TA-Lib and of Skender's Stock Indicators). Shapes and errors as `sma`.
 */
export function ema(values: Float64Array, period: number, out: Float64Array = new Float64Array(values.length)): Float64Array {
  return smooth(values, period, emaFactor(period), out);
}

/** Weighted moving average: weights 1 (oldest) … n (newest) ÷ n (n + 1) / 2, first at index n − 1. Shapes and errors as `sma`. */
export function wma(values: Float64Array, period: number, out: Float64Array = new Float64Array(values.length)): Float64Array {
  return rollingWeightedMean(values, period, out);
}

export const smaKind: IndicatorKind<[period: number]> = {
  id: 'sma',
  title: 'Simple moving average',
  parameters: [periodParameter(20)],
  outputs: ['sma'],
  pane: 'price',
  firstIndex: ([period]) => [period - 1],
  memory: ([period]) => period,
  batch: ({ close }, [period], [out]) => void sma(close, period, out),
  start: ([period], _context, saved) => new RunningSingle(closeOf, new RunningMean(period, openState(saved))),
};

export const emaKind: IndicatorKind<[period: number]> = {
  id: 'ema',
  title: 'Exponential moving average',
  parameters: [periodParameter(20)],
  outputs: ['ema'],
  pane: 'price',
  firstIndex: ([period]) => [period - 1],
  memory: ([period]) => smoothingMemory(period, emaFactor(period)),
  batch: ({ close }, [period], [out]) => void ema(close, period, out),
  start: ([period], _context, saved) => new RunningSingle(closeOf, new RunningSmoothing(period, emaFactor(period), openState(saved))),
};

export const wmaKind: IndicatorKind<[period: number]> = {
  id: 'wma',
  title: 'Weighted moving average',
  parameters: [periodParameter(20)],
  outputs: ['wma'],
  pane: 'price',
  firstIndex: ([period]) => [period - 1],
  memory: ([period]) => period,
  batch: ({ close }, [period], [out]) => void wma(close, period, out),
  start: ([period], _context, saved) => new RunningSingle(closeOf, new RunningWeightedMean(period, openState(saved))),
};
