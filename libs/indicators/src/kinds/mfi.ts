import type { Candle } from '../candle-columns';
import type { IndicatorKind, SavedIndicator } from '../indicator';
import { periodParameter } from '../parameters';
import { RunningSum } from '../rolling/rolling-sum';
import { Delay, follow, replay, Stepped } from '../stepped';
import { typicalPrice } from '../typical-price';

class RunningMfi extends Stepped {
  private readonly priceBefore: Delay;
  private readonly risen: RunningSum;
  private readonly fallen: RunningSum;

  constructor(period: number, saved?: SavedIndicator) {
    super(1, 0, saved);
    this.priceBefore = this.part(new Delay(1, this.saved));
    this.risen = this.part(new RunningSum(period, this.saved));
    this.fallen = this.part(new RunningSum(period, this.saved));
  }

  override step(candle: Candle, closed: boolean): void {
    const price = typicalPrice(candle);
    const before = this.priceBefore.feed(price, closed);
    if (Number.isNaN(before)) return;
    const flow = price * candle.volume;
    const risen = this.risen.feed(price > before ? flow : 0, closed);
    const fallen = this.fallen.feed(price < before ? flow : 0, closed);
    this.values[0] = fallen === 0 ? 100 : 100 - 100 / (1 + risen / fallen);
  }
}

/**
 * Money flow index, 0 to 100: 100 − 100 ÷ (1 + Σ rising ÷ Σ falling) over `period` candles, where typical price × volume counts as rising
 * when the typical price is above that of the candle before, as falling when below, and not at all when equal. From index `period` on; 100
 * where nothing fell, even if nothing rose (as the RSI).
 * After G. Quong & A. Soudack, Technical Analysis of Stocks & Commodities 7:3 (1989).
 */
export const mfiKind: IndicatorKind<[period: number]> = {
  id: 'mfi',
  title: 'Money flow index',
  parameters: [periodParameter(14)],
  outputs: ['mfi'],
  pane: 'own',
  firstIndex: ([period]) => [period],
  memory: ([period]) => period + 1,
  batch: (candles, [period], out) => replay(candles, new RunningMfi(period), out),
  start: ([period], _context, saved) => follow(new RunningMfi(period, saved)),
};
