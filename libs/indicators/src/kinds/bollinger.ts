import type { Candle } from '../candle-columns';
import type { IndicatorKind, SavedIndicator } from '../indicator';
import { periodParameter } from '../parameters';
import { rollingDeviation, RunningDeviation } from '../rolling/rolling-deviation';
import { follow, Stepped } from '../stepped';

/** One array per line, as long as the input each; NaN where the bands are not defined yet. */
export interface Bands {
  readonly lower: Float64Array;
  readonly middle: Float64Array;
  readonly upper: Float64Array;
}

/**
 * Bollinger bands: SMA(n) and SMA(n) ∓ k σ, σ the population deviation (÷ n) of the same n values; first at index n − 1.
 * J. Bollinger, Bollinger on Bollinger Bands (2001); some tools use the sample deviation (÷ n − 1). Throws RangeError unless period is a
 * whole number ≥ 1.
 */
export function bb(values: Float64Array, period: number, multiplier: number, out: Bands = newBands(values.length)): Bands {
  const { lower, middle, upper } = out;
  rollingDeviation(values, period, period, middle, upper);
  for (let i = 0; i < values.length; i++) {
    const mean = middle[i] as number;
    const width = multiplier * (upper[i] as number);
    lower[i] = mean - width;
    upper[i] = mean + width;
  }
  return out;
}

function newBands(length: number): Bands {
  return { lower: new Float64Array(length), middle: new Float64Array(length), upper: new Float64Array(length) };
}

class RunningBollinger extends Stepped {
  private readonly window: RunningDeviation;

  constructor(
    period: number,
    private readonly multiplier: number,
    saved?: SavedIndicator,
  ) {
    super(3, 0, saved);
    this.window = this.part(new RunningDeviation(period, period, this.saved));
  }

  override step({ close }: Candle, closed: boolean): void {
    const width = this.multiplier * this.window.feed(close, closed);
    const { mean } = this.window;
    this.values[0] = mean - width;
    this.values[1] = mean;
    this.values[2] = mean + width;
  }
}

export const bbKind: IndicatorKind<[period: number, multiplier: number]> = {
  id: 'bb',
  title: 'Bollinger bands',
  parameters: [periodParameter(20, { min: 2 }), { name: 'multiplier', default: 2, min: 0.1, max: 10, whole: false }],
  outputs: ['lower', 'middle', 'upper'],
  pane: 'price',
  firstIndex: ([period]) => [period - 1, period - 1, period - 1],
  memory: ([period]) => period,
  batch: ({ close }, [period, multiplier], [lower, middle, upper]) => void bb(close, period, multiplier, { lower, middle, upper } as Bands),
  start: ([period, multiplier], _context, saved) => follow(new RunningBollinger(period, multiplier, saved)),
};
