import type { Candle } from '../candle-columns';
import type { IndicatorKind, SavedIndicator } from '../indicator';
import { follow, replay, Stepped } from '../stepped';
import { typicalPrice } from '../typical-price';

const SESSION = 0;
const MONEY = 1;
const VOLUME = 2;
const MINUTE_MS = 60_000;

class RunningVwap extends Stepped {
  constructor(
    private readonly session: number,
    saved?: SavedIndicator,
  ) {
    super(1, 3, saved);
  }

  override step(candle: Candle, _closed: boolean, state: Float64Array): void {
    const session = this.session === 0 ? 0 : Math.floor(candle.at / (this.session * MINUTE_MS));
    if (session !== state[SESSION]) {
      state[SESSION] = session;
      state[MONEY] = 0;
      state[VOLUME] = 0;
    }
    const price = typicalPrice(candle);
    const money = (state[MONEY] as number) + price * candle.volume;
    const volume = (state[VOLUME] as number) + candle.volume;
    state[MONEY] = money;
    state[VOLUME] = volume;
    this.values[0] = volume === 0 ? price : money / volume;
  }
}

/**
 * Volume-weighted average price: Σ(typical price × volume) ÷ Σ volume, typical price = (high + low + close) ÷ 3, over the session so
 * far. `session` is in minutes, counted from 1970-01-01T00:00Z, so that 1440 begins anew with each UTC day; 0 counts from the first
 * candle on. Defined from index 0 on; the typical price itself while nothing has been traded.
 * After S. A. Berkowitz, D. E. Logue & E. A. Noser, The Journal of Finance 43 (1988), who weigh every trade; candles know no better
 * price of their trades than the typical one.
 */
export const vwapKind: IndicatorKind<[session: number]> = {
  id: 'vwap',
  title: 'Volume-weighted average price',
  parameters: [{ name: 'session', default: 0, min: 0, max: 44_640, whole: true }],
  outputs: ['vwap'],
  pane: 'price',
  firstIndex: () => [0],
  /** A session has the most candles when they are minutes. */
  memory: ([session]) => (session === 0 ? null : session),
  batch: (candles, [session], out) => replay(candles, new RunningVwap(session), out),
  start: ([session], _context, saved) => follow(new RunningVwap(session, saved)),
};
