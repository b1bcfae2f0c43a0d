import type { Candle } from '../candle-columns';
import type { IndicatorKind, SavedIndicator } from '../indicator';
import { periodParameter } from '../parameters';
import { rollingMean, RunningMean } from '../rolling/rolling-sum';
import { rollingWeightedMean, RunningWeightedMean } from '../rolling/rolling-weighted-mean';
import { emaFactor, RunningSmoothing, smooth, smoothingMemory } from '../rolling/smoothing';
import { follow, Stepped } from '../stepped';

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

class SmaSteps extends Stepped {
  private readonly average: RunningMean;

  constructor(period: number, saved?: SavedIndicator) {
    super(1, 0, saved);
    this.average = this.part(new RunningMean(period, this.saved));
  }

  override step({ close }: Candle, closed: boolean): void {
    this.values[0] = this.average.feed(close, closed);
  }
}

class EmaSteps extends Stepped {
  private readonly average: RunningSmoothing;

  constructor(period: number, saved?: SavedIndicator) {
    super(1, 0, saved);
    this.average = this.part(new RunningSmoothing(period, emaFactor(period), this.saved));
  }

  override step({ close }: Candle, closed: boolean): void {
    this.values[0] = this.average.feed(close, closed);
  }
}

class WmaSteps extends Stepped {
  private readonly average: RunningWeightedMean;

  constructor(period: number, saved?: SavedIndicator) {
    super(1, 0, saved);
    this.average = this.part(new RunningWeightedMean(period, this.saved));
  }

  override step({ close }: Candle, closed: boolean): void {
    this.values[0] = this.average.feed(close, closed);
  }
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
  start: ([period], _context, saved) => follow(new SmaSteps(period, saved)),
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
  start: ([period], _context, saved) => follow(new EmaSteps(period, saved)),
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
  start: ([period], _context, saved) => follow(new WmaSteps(period, saved)),
};
