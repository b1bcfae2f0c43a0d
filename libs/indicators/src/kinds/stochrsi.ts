import type { Candle } from '../candle-columns';
import type { IndicatorKind, SavedIndicator } from '../indicator';
import { periodParameter } from '../parameters';
import { RunningMax, RunningMin } from '../rolling/rolling-extreme';
import { RunningMean } from '../rolling/rolling-sum';
import { smoothingMemory, wilderFactor } from '../rolling/smoothing';
import { follow, replay, Stepped } from '../stepped';
import { RunningRsi } from './rsi';

/** Below this many points of the RSI its range is rounding, as in a stretch without a change of price. */
const flatRange = 1e-9;

class RunningStochRsi extends Stepped {
  private readonly rsi: RunningRsi;
  private readonly highest: RunningMax;
  private readonly lowest: RunningMin;
  private readonly smooth: RunningMean;
  private readonly signal: RunningMean;

  constructor([rsi, stoch, signal, smooth]: readonly [rsi: number, stoch: number, signal: number, smooth: number], saved?: SavedIndicator) {
    super(2, 0, saved);
    this.rsi = this.part(new RunningRsi(rsi, this.saved));
    this.highest = this.part(new RunningMax(stoch, this.saved));
    this.lowest = this.part(new RunningMin(stoch, this.saved));
    this.smooth = this.part(new RunningMean(smooth, this.saved));
    this.signal = this.part(new RunningMean(signal, this.saved));
  }

  override step({ close }: Candle, closed: boolean): void {
    const rsi = this.rsi.feed(close, closed);
    const lowest = this.lowest.feed(rsi, closed);
    const range = this.highest.feed(rsi, closed) - lowest;
    const stochRsi = this.smooth.feed(range < flatRange ? 0 : (100 * (rsi - lowest)) / range, closed);
    this.values[0] = stochRsi;
    this.values[1] = this.signal.feed(stochRsi, closed);
  }
}

/**
 * Stochastic RSI, 0 to 100: 100 × (RSI − lowest RSI) ÷ (highest RSI − lowest RSI) over `stoch` values of Wilder's RSI over `rsi` changes,
 * as mean of the last `smooth` of them; the signal is the mean of the last `signal` of that. First indices: rsi + stoch + smooth − 2, and
 * signal − 1 later. 0 where the RSI moved by less than 1e-9 points, as the stochastic is in a flat window.
 * After T. S. Chande & S. Kroll, The New Technical Trader (1994), who give it from 0 to 1.
 */
export const stochRsiKind: IndicatorKind<[rsi: number, stoch: number, signal: number, smooth: number]> = {
  id: 'stochrsi',
  title: 'Stochastic RSI',
  parameters: [
    periodParameter(14, { name: 'rsi', min: 2 }),
    periodParameter(14, { name: 'stoch' }),
    periodParameter(3, { name: 'signal' }),
    periodParameter(1, { name: 'smooth' }),
  ],
  outputs: ['stochrsi', 'signal'],
  pane: 'own',
  firstIndex: ([rsi, stoch, signal, smooth]) => [rsi + stoch + smooth - 2, rsi + stoch + smooth + signal - 3],
  memory: ([rsi, stoch, signal, smooth]) => 1 + 2 * smoothingMemory(rsi, wilderFactor(rsi)) + stoch + smooth + signal,
  batch: (candles, params, out) => replay(candles, new RunningStochRsi(params), out),
  start: (params, _context, saved) => follow(new RunningStochRsi(params, saved)),
};
