import type { Candle } from '../candle-columns';
import type { IndicatorKind, SavedIndicator } from '../indicator';
import { periodParameter } from '../parameters';
import { requirePeriod, RunningValue } from '../rolling/rolling';
import { rollingDeviation, RunningDeviation } from '../rolling/rolling-deviation';
import type { StateReader, StateWriter } from '../rolling/saved-state';
import { follow, Stepped } from '../stepped';

/**
 * Standard deviation of the last n values, √(Σ(x − mean)² ÷ n): of the population, first at index n − 1. NaN before. Throws RangeError
 * unless period is a whole number ≥ 1.
 */
export function stddev(values: Float64Array, period: number, out: Float64Array = new Float64Array(values.length)): Float64Array {
  rollingDeviation(values, period, period, new Float64Array(values.length), out);
  return out;
}

/**
 * Historical volatility: the sample deviation (÷ n − 1) of the last n log returns ln(x[i] ÷ x[i−1]), times √periodsPerYear, as a
 * fraction (0.62 is 62 % a year); first at index n, when there are n returns. J. C. Hull, Options, Futures, and Other Derivatives,
 * "Estimating volatility from historical data". NaN before the first and where a price in the window is not positive. Throws
 * RangeError unless period is a whole number ≥ 2.
 */
export function volatility(
  values: Float64Array,
  period: number,
  periodsPerYear: number,
  out: Float64Array = new Float64Array(values.length),
): Float64Array {
  requirePeriod(period, 2);
  const { length } = values;
  const returns = new Float64Array(length);
  for (let i = 1; i < length; i++) returns[i] = Math.log((values[i] as number) / (values[i - 1] as number));
  rollingDeviation(returns, period, period - 1, new Float64Array(length), out, 1);
  const scale = Math.sqrt(periodsPerYear);
  for (let i = period; i < length; i++) out[i] = (out[i] as number) * scale;
  return out;
}

class RunningVolatility extends RunningValue {
  private readonly returns: RunningDeviation;
  private readonly scale: number;
  private previous: number;

  constructor(period: number, periodsPerYear: number, saved?: StateReader) {
    super();
    this.previous = saved?.read() ?? NaN;
    this.returns = new RunningDeviation(period, period - 1, saved);
    this.scale = Math.sqrt(periodsPerYear);
  }

  take(value: number): void {
    if (!Number.isNaN(this.previous)) this.returns.take(Math.log(value / this.previous));
    this.previous = value;
  }

  update(value: number): number {
    return this.returns.update(Math.log(value / this.previous)) * this.scale;
  }

  save(state: StateWriter): void {
    state.write(this.previous);
    this.returns.save(state);
  }
}

class StddevSteps extends Stepped {
  private readonly deviation: RunningDeviation;

  constructor(period: number, saved?: SavedIndicator) {
    super(1, 0, saved);
    this.deviation = this.part(new RunningDeviation(period, period, this.saved));
  }

  override step({ close }: Candle, closed: boolean): void {
    this.values[0] = this.deviation.feed(close, closed);
  }
}

class VolatilitySteps extends Stepped {
  private readonly volatility: RunningVolatility;

  constructor(period: number, periodsPerYear: number, saved?: SavedIndicator) {
    super(1, 0, saved);
    this.volatility = this.part(new RunningVolatility(period, periodsPerYear, this.saved));
  }

  override step({ close }: Candle, closed: boolean): void {
    this.values[0] = this.volatility.feed(close, closed);
  }
}

export const stddevKind: IndicatorKind<[period: number]> = {
  id: 'stddev',
  title: 'Standard deviation',
  parameters: [periodParameter(20, { min: 2 })],
  outputs: ['stddev'],
  pane: 'own',
  firstIndex: ([period]) => [period - 1],
  memory: ([period]) => period,
  batch: ({ close }, [period], [out]) => void stddev(close, period, out),
  start: ([period], _context, saved) => follow(new StddevSteps(period, saved)),
};

export const volatilityKind: IndicatorKind<[period: number]> = {
  id: 'volatility',
  title: 'Volatility, annualised',
  parameters: [periodParameter(30, { min: 2 })],
  outputs: ['volatility'],
  pane: 'own',
  firstIndex: ([period]) => [period],
  memory: ([period]) => period + 1,
  batch: ({ close }, [period], [out], { periodsPerYear }) => void volatility(close, period, periodsPerYear, out),
  start: ([period], { periodsPerYear }, saved) => follow(new VolatilitySteps(period, periodsPerYear, saved)),
};
