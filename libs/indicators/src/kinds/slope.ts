import type { Candle } from '../candle-columns';
import type { IndicatorKind, SavedIndicator } from '../indicator';
import { periodParameter } from '../parameters';
import { RunningDeviation } from '../rolling/rolling-deviation';
import { RunningWeightedMean } from '../rolling/rolling-weighted-mean';
import { follow, replay, Stepped } from '../stepped';

/**
 * Least squares line through the last closes. With the weights 1 … n, Σ(x − mean x)(y − mean y) is n(n + 1) ÷ 2 × (weighted mean − mean)
 * and Σ(x − mean x)² is n(n² − 1) ÷ 12; the slope is the quotient of the two.
 */
class RunningRegression extends Stepped {
  private readonly weighted: RunningWeightedMean;
  private readonly spread: RunningDeviation;

  constructor(
    private readonly period: number,
    private readonly give: 'slope' | 'end',
    saved?: SavedIndicator,
  ) {
    super(1, 0, saved);
    this.weighted = this.part(new RunningWeightedMean(period, this.saved));
    this.spread = this.part(new RunningDeviation(period, period, this.saved));
  }

  override step({ close }: Candle, closed: boolean): void {
    const weighted = this.weighted.feed(close, closed);
    const deviation = this.spread.feed(close, closed);
    const { mean } = this.spread;
    const slope = deviation === 0 ? 0 : (6 * (weighted - mean)) / (this.period - 1);
    this.values[0] = this.give === 'slope' ? slope : mean + (slope * (this.period - 1)) / 2;
  }
}

const parameters = [periodParameter(14, { min: 2 })];

/**
 * Slope of the least squares line through the last `period` closes, in price per candle. From index period − 1 on; exactly 0 where all
 * closes are the same.
 * After C. F. Gauss, Theoria motus (1809); as a study of prices in S. B. Achelis, Technical Analysis from A to Z (2000).
 */
export const slopeKind: IndicatorKind<[period: number]> = {
  id: 'slope',
  title: 'Slope of the linear regression',
  parameters,
  outputs: ['slope'],
  pane: 'own',
  firstIndex: ([period]) => [period - 1],
  memory: ([period]) => period,
  batch: (candles, [period], out) => replay(candles, new RunningRegression(period, 'slope'), out),
  start: ([period], _context, saved) => follow(new RunningRegression(period, 'slope', saved)),
};

/** Where the least squares line through the last `period` closes ends: its value at the last one. Else as `slopeKind`. */
export const linearRegressionKind: IndicatorKind<[period: number]> = {
  id: 'linreg',
  title: 'Linear regression',
  parameters,
  outputs: ['linreg'],
  pane: 'price',
  firstIndex: ([period]) => [period - 1],
  memory: ([period]) => period,
  batch: (candles, [period], out) => replay(candles, new RunningRegression(period, 'end'), out),
  start: ([period], _context, saved) => follow(new RunningRegression(period, 'end', saved)),
};
