import type { Candle } from '../candle-columns';
import type { IndicatorKind, SavedIndicator } from '../indicator';
import { periodParameter } from '../parameters';
import { RunningSum } from '../rolling/rolling-sum';
import { follow, replay, Stepped } from '../stepped';

class RunningCmf extends Stepped {
  private readonly flow: RunningSum;
  private readonly volume: RunningSum;

  constructor(period: number, saved?: SavedIndicator) {
    super(1, 0, saved);
    this.flow = this.part(new RunningSum(period, this.saved));
    this.volume = this.part(new RunningSum(period, this.saved));
  }

  override step({ high, low, close, volume }: Candle, closed: boolean): void {
    const place = high === low ? 0 : (close - low - (high - close)) / (high - low);
    const flow = this.flow.feed(place * volume, closed);
    const total = this.volume.feed(volume, closed);
    this.values[0] = total === 0 ? 0 : flow / total;
  }
}

/**
 * Chaikin money flow, −1 to 1: Σ(place × volume) ÷ Σ volume over `period` candles, where place is where the candle closed in its range,
 * ((close − low) − (high − close)) ÷ (high − low), 0 for a candle without a range. From index period − 1 on; 0 where nothing was traded.
 * After M. Chaikin; as in S. B. Achelis, Technical Analysis from A to Z (2000).
 */
export const cmfKind: IndicatorKind<[period: number]> = {
  id: 'cmf',
  title: 'Chaikin money flow',
  parameters: [periodParameter(20)],
  outputs: ['cmf'],
  pane: 'own',
  firstIndex: ([period]) => [period - 1],
  memory: ([period]) => period,
  batch: (candles, [period], out) => replay(candles, new RunningCmf(period), out),
  start: ([period], _context, saved) => follow(new RunningCmf(period, saved)),
};
