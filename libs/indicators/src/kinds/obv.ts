import type { Candle } from '../candle-columns';
import type { IndicatorKind, SavedIndicator } from '../indicator';
import { follow, replay, Stepped } from '../stepped';

const CANDLES = 0;
const TOTAL = 1;
const CLOSE = 2;

class RunningObv extends Stepped {
  constructor(saved?: SavedIndicator) {
    super(1, 3, saved);
  }

  override step({ close, volume }: Candle, _closed: boolean, state: Float64Array): void {
    const before = state[CLOSE] as number;
    if (state[CANDLES] === 0) state[CANDLES] = 1;
    else if (close > before) state[TOTAL] = (state[TOTAL] as number) + volume;
    else if (close < before) state[TOTAL] = (state[TOTAL] as number) - volume;
    state[CLOSE] = close;
    this.values[0] = state[TOTAL] as number;
  }
}

/**
 * On-balance volume: the volume of candles that close higher than the one before, less that of candles that close lower; a candle
 * that closes where the one before did changes nothing. 0 on the first candle, defined from index 0 on; only its changes mean
 * something, since it counts from wherever the series begins.
 * After J. E. Granville, Granville's New Key to Stock Market Profits (1963). TA-Lib begins with the volume of the first candle instead.
 */
export const obvKind: IndicatorKind = {
  id: 'obv',
  title: 'On-balance volume',
  parameters: [],
  outputs: ['obv'],
  pane: 'own',
  firstIndex: () => [0],
  memory: () => null,
  batch: (candles, _params, out) => replay(candles, new RunningObv(), out),
  start: (_params, _context, saved) => follow(new RunningObv(saved)),
};
