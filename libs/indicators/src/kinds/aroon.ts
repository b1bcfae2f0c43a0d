import type { Candle } from '../candle-columns';
import type { IndicatorKind, SavedIndicator } from '../indicator';
import { periodParameter } from '../parameters';
import { RunningSinceMax } from '../rolling/running-since-max';
import { follow, replay, Stepped } from '../stepped';

class RunningAroon extends Stepped {
  private readonly sinceHigh: RunningSinceMax;
  private readonly sinceLow: RunningSinceMax;

  constructor(
    private readonly period: number,
    saved?: SavedIndicator,
  ) {
    super(3, 0, saved);
    this.sinceHigh = this.part(new RunningSinceMax(period + 1, this.saved));
    this.sinceLow = this.part(new RunningSinceMax(period + 1, this.saved));
  }

  override step({ high, low }: Candle, closed: boolean): void {
    const up = (100 * (this.period - this.sinceHigh.feed(high, closed))) / this.period;
    const down = (100 * (this.period - this.sinceLow.feed(-low, closed))) / this.period;
    this.values[0] = up;
    this.values[1] = down;
    this.values[2] = up - down;
  }
}

/**
 * Aroon: how fresh the extremes of the last `period` + 1 candles are, 100 × (period − candles since the highest high) ÷ period (up),
 * the same of the lowest low (down), and up − down. From index `period` on. Of equal extremes the oldest counts, so a flat stretch gives
 * 0, 0, 0.
 * After T. S. Chande, Technical Analysis of Stocks & Commodities 13:9 (1995). TA-Lib takes the newest of equal extremes.
 */
export const aroonKind: IndicatorKind<[period: number]> = {
  id: 'aroon',
  title: 'Aroon',
  parameters: [periodParameter(25)],
  outputs: ['up', 'down', 'oscillator'],
  pane: 'own',
  firstIndex: ([period]) => [period, period, period],
  memory: ([period]) => period + 1,
  batch: (candles, [period], out) => replay(candles, new RunningAroon(period), out),
  start: ([period], _context, saved) => follow(new RunningAroon(period, saved)),
};
