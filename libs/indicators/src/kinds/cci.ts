import type { Candle } from '../candle-columns';
import type { IndicatorKind, SavedIndicator } from '../indicator';
import { requirePeriod, RunningValue } from '../rolling/rolling';
import type { StateReader, StateWriter } from '../rolling/saved-state';
import { follow, replay, Stepped } from '../stepped';
import { typicalPrice } from '../typical-price';

/** Distance of the newest of `period` values from their mean, in mean absolute deviations; 0 where all are the same. */
class RunningDistance extends RunningValue {
  /** The place `next` is free: its value leaves with the step to come. */
  private readonly ring: Float64Array;
  private next = 0;
  private count = 0;

  constructor(period: number, saved?: StateReader) {
    super();
    requirePeriod(period);
    this.ring = new Float64Array(period);
    if (saved === undefined) return;
    this.next = saved.read();
    this.count = saved.read();
    saved.readAll(this.ring);
  }

  take(value: number): void {
    this.ring[this.next] = value;
    this.next = (this.next + 1) % this.ring.length;
    if (this.count < this.ring.length) this.count++;
  }

  /** The mean moves with each value, and every deviation with it: nothing to carry on, so this is O(period). */
  update(value: number): number {
    const { ring, next } = this;
    const { length } = ring;
    if (this.count + 1 < length) return NaN;
    let sum = value;
    let same = true;
    for (let i = 0; i < length; i++) {
      if (i === next) continue;
      sum += ring[i] as number;
      same &&= ring[i] === value;
    }
    if (same) return 0;
    const mean = sum / length;
    let deviations = Math.abs(value - mean);
    for (let i = 0; i < length; i++) if (i !== next) deviations += Math.abs((ring[i] as number) - mean);
    return ((value - mean) * length) / deviations;
  }

  save(state: StateWriter): void {
    state.write(this.next, this.count);
    state.writeAll(this.ring);
  }
}

class RunningCci extends Stepped {
  private readonly distance: RunningDistance;

  constructor(period: number, saved?: SavedIndicator) {
    super(1, 0, saved);
    this.distance = this.part(new RunningDistance(period, this.saved));
  }

  override step(candle: Candle, closed: boolean): void {
    this.values[0] = this.distance.feed(typicalPrice(candle), closed) / 0.015;
  }
}

/**
 * Commodity channel index: (typical price − its mean) ÷ (0.015 × its mean absolute deviation from that mean) over `period` candles,
 * typical price = (high + low + close) ÷ 3. From index period − 1 on; 0 where all typical prices of the window are the same.
 * Costs O(period) a candle, hence the lower limit of the period.
 * After D. R. Lambert, Commodities 10 (1980).
 */
export const cciKind: IndicatorKind<[period: number]> = {
  id: 'cci',
  title: 'Commodity channel index',
  parameters: [{ name: 'period', default: 20, min: 2, max: 500, whole: true }],
  outputs: ['cci'],
  pane: 'own',
  firstIndex: ([period]) => [period - 1],
  memory: ([period]) => period,
  batch: (candles, [period], out) => replay(candles, new RunningCci(period), out),
  start: ([period], _context, saved) => follow(new RunningCci(period, saved)),
};
