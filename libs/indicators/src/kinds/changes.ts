import type { Candle } from '../candle-columns';
import type { IndicatorKind, SavedIndicator } from '../indicator';
import { periodParameter } from '../parameters';
import { clearWarmup, requirePeriod } from '../rolling/rolling';
import { Delay, follow, Stepped } from '../stepped';

/**
 * Rate of change in percent: 100 (x[i] − x[i−n]) ÷ x[i−n], first at index n; others give it as a ratio or leave out the 100. NaN before,
 * and where x[i−n] is 0. Throws RangeError unless period is a whole number ≥ 1.
 */
export function roc(values: Float64Array, period: number, out: Float64Array = new Float64Array(values.length)): Float64Array {
  requirePeriod(period);
  for (let i = clearWarmup(out, period + 1, 0); i < values.length; i++)
    out[i] = percentOf(values[i] as number, values[i - period] as number);
  return out;
}

function percentOf(value: number, base: number): number {
  return base === 0 ? NaN : (100 * (value - base)) / base;
}

class RunningRoc extends Stepped {
  private readonly base: Delay;

  constructor(period: number, saved?: SavedIndicator) {
    super(1, 0, saved);
    this.base = this.part(new Delay(period, this.saved));
  }

  override step({ close }: Candle, closed: boolean): void {
    this.values[0] = percentOf(close, this.base.feed(close, closed));
  }
}

/**
 * Drawdown: (peak − x[i]) ÷ peak, peak = max(x[0] … x[i]), as a fraction (0.25 is 25 % below the highest value so far); from index 0
 * on. It adds up from the first value. Others give it as a negative number. NaN until a value is positive.
 */
export function drawdown(values: Float64Array, out: Float64Array = new Float64Array(values.length)): Float64Array {
  let peak = 0;
  for (let i = 0; i < values.length; i++) {
    const value = values[i] as number;
    peak = Math.max(peak, value);
    out[i] = (peak - value) / peak;
  }
  return out;
}

class RunningDrawdown extends Stepped {
  constructor(saved?: SavedIndicator) {
    super(1, 1, saved);
  }

  override step({ close }: Candle, _closed: boolean, state: Float64Array): void {
    const peak = Math.max(state[0] as number, close);
    state[0] = peak;
    this.values[0] = (peak - close) / peak;
  }
}

export const rocKind: IndicatorKind<[period: number]> = {
  id: 'roc',
  title: 'Rate of change',
  parameters: [periodParameter(14)],
  outputs: ['roc'],
  pane: 'own',
  firstIndex: ([period]) => [period],
  memory: ([period]) => period + 1,
  batch: ({ close }, [period], [out]) => void roc(close, period, out),
  start: ([period], _context, saved) => follow(new RunningRoc(period, saved)),
};

export const drawdownKind: IndicatorKind = {
  id: 'drawdown',
  title: 'Drawdown',
  parameters: [],
  outputs: ['drawdown'],
  pane: 'own',
  firstIndex: () => [0],
  memory: () => null,
  batch: ({ close }, _params, [out]) => void drawdown(close, out),
  start: (_params, _context, saved) => follow(new RunningDrawdown(saved)),
};
