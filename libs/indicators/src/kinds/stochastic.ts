import type { Candle, CandleColumns } from '../candle-columns';
import type { IndicatorKind, SavedIndicator } from '../indicator';
import { periodParameter } from '../parameters';
import { rollingMax, rollingMin, RunningMax, RunningMin } from '../rolling/rolling-extreme';
import { rollingMean, RunningMean } from '../rolling/rolling-sum';
import { follow, Stepped } from '../stepped';

export interface StochasticPeriods {
  /** Candles whose highest high and lowest low bound the close. */
  readonly period: number;
  /** Values that k is the mean of; 1 gives the fast stochastic. */
  readonly smooth: number;
  /** Values of k that d is the mean of. */
  readonly signal: number;
}

/** One array per line, as long as the input each; NaN where a line is not defined yet. */
export interface StochasticLines {
  readonly k: Float64Array;
  readonly d: Float64Array;
}

/**
 * Stochastic oscillator, 0 to 100 (G. C. Lane): raw = 100 (close − lowest low) ÷ (highest high − lowest low) of `period` candles, 0 where
 * these are equal; k = mean of `smooth` raw values, first at index period + smooth − 2; d = mean of `signal` values of k, first
 * signal − 1 later. Some tools call raw %K and our k %D. Throws RangeError unless all three are whole numbers ≥ 1.
 */
export function stoch(
  { high, low, close }: Pick<CandleColumns, 'high' | 'low' | 'close'>,
  { period, smooth, signal }: StochasticPeriods,
  out: StochasticLines = { k: new Float64Array(close.length), d: new Float64Array(close.length) },
): StochasticLines {
  const raw = rollingMax(high, period, new Float64Array(close.length));
  const lowest = rollingMin(low, period, out.d);
  for (let i = period - 1; i < close.length; i++) raw[i] = placeOf(close[i] as number, raw[i] as number, lowest[i] as number);
  rollingMean(raw, smooth, out.k, period - 1);
  rollingMean(out.k, signal, out.d, period + smooth - 2);
  return out;
}

function placeOf(close: number, highest: number, lowest: number): number {
  return highest === lowest ? 0 : (100 * (close - lowest)) / (highest - lowest);
}

class RunningStochastic extends Stepped {
  private readonly highest: RunningMax;
  private readonly lowest: RunningMin;
  private readonly k: RunningMean;
  private readonly d: RunningMean;

  constructor({ period, smooth, signal }: StochasticPeriods, saved?: SavedIndicator) {
    super(2, 0, saved);
    this.highest = this.part(new RunningMax(period, this.saved));
    this.lowest = this.part(new RunningMin(period, this.saved));
    this.k = this.part(new RunningMean(smooth, this.saved));
    this.d = this.part(new RunningMean(signal, this.saved));
  }

  override step({ high, low, close }: Candle, closed: boolean): void {
    const k = this.k.feed(placeOf(close, this.highest.feed(high, closed), this.lowest.feed(low, closed)), closed);
    this.values[0] = k;
    this.values[1] = this.d.feed(k, closed);
  }
}

const periodsOf = ([period, smooth, signal]: readonly [period: number, smooth: number, signal: number]): StochasticPeriods => ({
  period,
  smooth,
  signal,
});

export const stochKind: IndicatorKind<[period: number, smooth: number, signal: number]> = {
  id: 'stoch',
  title: 'Stochastic',
  parameters: [periodParameter(14), periodParameter(3, { name: 'smooth' }), periodParameter(3, { name: 'signal' })],
  outputs: ['k', 'd'],
  pane: 'own',
  firstIndex: ([period, smooth, signal]) => [period + smooth - 2, period + smooth + signal - 3],
  memory: ([period, smooth, signal]) => period + smooth + signal - 2,
  batch: (candles, params, [k, d]) => void stoch(candles, periodsOf(params), { k, d } as StochasticLines),
  start: (params, _context, saved) => follow(new RunningStochastic(periodsOf(params), saved)),
};
