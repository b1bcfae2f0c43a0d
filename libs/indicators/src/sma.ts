import type { Candle, CandleColumns } from './candle-columns';
import type { IndicatorKind, RunningIndicator, SavedIndicator } from './indicator';

/**
 * Simple moving average: the mean of the last `period` values. Gives one value per input into `out`; NaN until index period − 1.
 * Throws RangeError unless period is a whole number ≥ 1.
 */
export function sma(values: Float64Array, period: number, out: Float64Array = new Float64Array(values.length)): Float64Array {
  if (!Number.isInteger(period) || period < 1) throw new RangeError('period must be a whole number of at least 1');
  let sum = 0;
  for (let i = 0; i < values.length; i++) {
    sum += values[i] as number;
    if (i >= period) sum -= values[i - period] as number;
    out[i] = i >= period - 1 ? sum / period : NaN;
  }
  return out;
}

class RunningSma implements RunningIndicator {
  readonly values = new Float64Array(1).fill(NaN);
  private readonly closes: number[];

  constructor(
    private readonly period: number,
    saved: SavedIndicator = [],
  ) {
    this.closes = saved.filter((value): value is number => typeof value === 'number');
  }

  append({ close }: Candle): void {
    this.closes.push(close);
    if (this.closes.length > this.period) this.closes.shift();
    this.values[0] = this.mean(this.closes);
  }

  update({ close }: Candle): void {
    this.values[0] = this.mean([...this.closes.slice(-this.period + 1), close]);
  }

  save(): SavedIndicator {
    return [...this.closes];
  }

  private mean(window: readonly number[]): number {
    return window.length < this.period ? NaN : window.reduce((sum, value) => sum + value, 0) / this.period;
  }
}

export const smaKind: IndicatorKind = {
  id: 'sma',
  title: 'Simple moving average',
  parameters: [{ name: 'period', default: 20, min: 1, max: 5000, whole: true }],
  outputs: ['sma'],
  pane: 'price',
  firstIndex: ([period = 0]) => [period - 1],
  memory: ([period = 0]) => period,
  batch: (candles: CandleColumns, [period = 0], [out]) => void sma(candles.close, period, out),
  start: ([period = 0], _context, saved) => new RunningSma(period, saved),
};
