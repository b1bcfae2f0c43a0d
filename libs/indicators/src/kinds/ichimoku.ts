import type { Candle } from '../candle-columns';
import type { IndicatorKind, SavedIndicator } from '../indicator';
import { periodParameter } from '../parameters';
import { RunningMax, RunningMin } from '../rolling/rolling-extreme';
import { Delay, follow, replay, Stepped } from '../stepped';

/** Middle between the highest high and the lowest low of a window. */
interface Middle {
  readonly highest: RunningMax;
  readonly lowest: RunningMin;
}

class RunningIchimoku extends Stepped {
  private readonly tenkan: Middle;
  private readonly kijun: Middle;
  private readonly senkou: Middle;
  private readonly shiftedA: Delay;
  private readonly shiftedB: Delay;

  constructor([tenkan, kijun, senkou]: readonly [tenkan: number, kijun: number, senkou: number], saved?: SavedIndicator) {
    super(4, 0, saved);
    this.tenkan = this.middle(tenkan);
    this.kijun = this.middle(kijun);
    this.senkou = this.middle(senkou);
    this.shiftedA = this.part(new Delay(kijun, this.saved));
    this.shiftedB = this.part(new Delay(kijun, this.saved));
  }

  override step(candle: Candle, closed: boolean): void {
    const tenkan = middleOf(this.tenkan, candle, closed);
    const kijun = middleOf(this.kijun, candle, closed);
    this.values[0] = tenkan;
    this.values[1] = kijun;
    this.values[2] = this.shiftedA.feed((tenkan + kijun) / 2, closed);
    this.values[3] = this.shiftedB.feed(middleOf(this.senkou, candle, closed), closed);
  }

  private middle(period: number): Middle {
    return { highest: this.part(new RunningMax(period, this.saved)), lowest: this.part(new RunningMin(period, this.saved)) };
  }
}

function middleOf({ highest, lowest }: Middle, { high, low }: Candle, closed: boolean): number {
  return (highest.feed(high, closed) + lowest.feed(low, closed)) / 2;
}

/**
 * Ichimoku Kinkō Hyō. Tenkan and kijun are the middle of the highest high and the lowest low of their periods; senkou A is the middle
 * of the two, senkou B that of the highest high and the lowest low of `senkou` candles, and both stand `kijun` candles later than
 * they were computed: the value of a candle is the cloud over that candle, made of candles at least `kijun` before it. The chikou line
 * is no value of its own (the close, drawn `kijun` candles earlier) and would need the future; it is not given.
 * First indices: tenkan − 1, kijun − 1, 2 × kijun − 1, kijun + senkou − 1.
 * After G. Hosoda, Ichimoku Kinkō Hyō (1969); charting programs such as TradingView shift by kijun − 1 candles.
 */
export const ichimokuKind: IndicatorKind<[tenkan: number, kijun: number, senkou: number]> = {
  id: 'ichimoku',
  title: 'Ichimoku Kinkō Hyō',
  parameters: [
    periodParameter(9, { name: 'tenkan' }),
    periodParameter(26, { name: 'kijun', min: 2 }),
    periodParameter(52, { name: 'senkou', min: 3 }),
  ],
  outputs: ['tenkan', 'kijun', 'senkouA', 'senkouB'],
  pane: 'price',
  refusal: ([tenkan, kijun, senkou]) =>
    tenkan < kijun && kijun < senkou ? null : `tenkan (${tenkan}), kijun (${kijun}) and senkou (${senkou}) must rise`,
  firstIndex: ([tenkan, kijun, senkou]) => [tenkan - 1, kijun - 1, 2 * kijun - 1, kijun + senkou - 1],
  memory: ([, kijun, senkou]) => kijun + senkou,
  batch: (candles, params, out) => replay(candles, new RunningIchimoku(params), out),
  start: (params, _context, saved) => follow(new RunningIchimoku(params, saved)),
};
