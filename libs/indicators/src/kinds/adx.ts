import type { Candle } from '../candle-columns';
import type { IndicatorKind, SavedIndicator } from '../indicator';
import { periodParameter } from '../parameters';
import { RunningSmoothing, smoothingMemory, wilderFactor } from '../rolling/smoothing';
import { follow, replay, Stepped } from '../stepped';
import { trueRange } from '../true-range';

const CANDLES = 0;
const HIGH = 1;
const LOW = 2;
const CLOSE = 3;

/** Below this share of the price an average range is what its decay has left of it, not a movement. */
const faded = 1e-12;

class RunningAdx extends Stepped {
  private readonly range: RunningSmoothing;
  private readonly up: RunningSmoothing;
  private readonly down: RunningSmoothing;
  private readonly strength: RunningSmoothing;

  constructor(period: number, saved?: SavedIndicator) {
    super(3, 4, saved);
    const average = (): RunningSmoothing => this.part(new RunningSmoothing(period, wilderFactor(period), this.saved));
    this.range = average();
    this.up = average();
    this.down = average();
    this.strength = average();
  }

  override step(candle: Candle, closed: boolean, state: Float64Array): void {
    if (state[CANDLES] !== 0) this.follow(candle, closed, state);
    state[CANDLES] = 1;
    state[HIGH] = candle.high;
    state[LOW] = candle.low;
    state[CLOSE] = candle.close;
  }

  private follow({ high, low, close }: Candle, closed: boolean, state: Float64Array): void {
    const rise = high - (state[HIGH] as number);
    const fall = (state[LOW] as number) - low;
    const range = this.range.feed(trueRange(high, low, state[CLOSE] as number), closed);
    const up = this.up.feed(rise > fall ? Math.max(rise, 0) : 0, closed);
    const down = this.down.feed(fall > rise ? Math.max(fall, 0) : 0, closed);
    if (Number.isNaN(range)) return;
    const still = range <= faded * close;
    const pdi = still ? 0 : (100 * up) / range;
    const mdi = still ? 0 : (100 * down) / range;
    this.values[0] = this.strength.feed(pdi === mdi ? 0 : (100 * Math.abs(pdi - mdi)) / (pdi + mdi), closed);
    this.values[1] = pdi;
    this.values[2] = mdi;
  }
}

/**
 * Average directional index with its two direction indicators, all 0 to 100. +DM is the rise of the high where that is more than the
 * fall of the low (−DM the other way round), else 0; +DI = 100 × Wilder's average of +DM ÷ that of the true range;
 * DX = 100 × |+DI − −DI| ÷ (+DI + −DI); ADX is Wilder's average of DX. Averages are seeded with the simple mean of their first
 * `period` values: +DI and −DI from index `period` on, ADX from 2 × period − 1 on. All 0 where nothing has moved: the
 * average range is at most 1e-12 of the close.
 * After J. W. Wilder, New Concepts in Technical Trading Systems (1978). TA-Lib seeds the averages of DM and range with one value less.
 */
export const adxKind: IndicatorKind<[period: number]> = {
  id: 'adx',
  title: 'Average directional index',
  parameters: [periodParameter(14)],
  outputs: ['adx', 'pdi', 'mdi'],
  pane: 'own',
  firstIndex: ([period]) => [2 * period - 1, period, period],
  memory: ([period]) => 2 * smoothingMemory(period, wilderFactor(period)) + 1,
  batch: (candles, [period], out) => replay(candles, new RunningAdx(period), out),
  start: ([period], _context, saved) => follow(new RunningAdx(period, saved)),
};
