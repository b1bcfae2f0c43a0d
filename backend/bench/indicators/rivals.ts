import { bb, macd, rsi, sma } from 'indicatorts';
import { BollingerBands, MACD, RSI, SMA } from 'technicalindicators';
import * as signals from 'trading-signals';

/** The same indicator by another library, in the fastest form that gives a value for every point. */
export interface Rival {
  /** Its definition is ours, so that its last value must be, too (what seeds differ by has faded after a million points). */
  readonly same: boolean;
  /** Computes all values and gives the last one. */
  readonly last: (values: number[]) => number;
}

interface Incremental<Result> {
  add(value: number): Result | null;
}

/** trading-signals has no batch form that is faster than its loop. */
function each<Result>(indicator: Incremental<Result>, values: number[], of: (result: Result) => number): number {
  const out = new Float64Array(values.length);
  for (let i = 0; i < values.length; i++) {
    const result = indicator.add(values[i] as number);
    out[i] = result === null ? NaN : of(result);
  }
  return out[out.length - 1] as number;
}

const last = (values: readonly (number | undefined)[]): number => values[values.length - 1] ?? NaN;
const itself = (value: number): number => value;

export const rivals: Readonly<Record<'sma' | 'rsi' | 'macd' | 'bb', Readonly<Record<string, Rival>>>> = {
  sma: {
    'trading-signals': { same: true, last: (values) => each(new signals.SMA(20), values, itself) },
    technicalindicators: { same: true, last: (values) => last(SMA.calculate({ period: 20, values })) },
    indicatorts: { same: true, last: (values) => last(sma(values, { period: 20 })) },
  },
  rsi: {
    'trading-signals': { same: true, last: (values) => each(new signals.RSI(14), values, itself) },
    // Rounds to two decimals.
    technicalindicators: { same: false, last: (values) => last(RSI.calculate({ period: 14, values })) },
    indicatorts: { same: true, last: (values) => last(rsi(values, { period: 14 })) },
  },
  macd: {
    'trading-signals': {
      same: true,
      last: (values) =>
        each(new signals.MACD(new signals.EMA(12), new signals.EMA(26), new signals.EMA(9)), values, ({ histogram }) => histogram),
    },
    technicalindicators: {
      same: true,
      last: (values) =>
        MACD.calculate({ values, fastPeriod: 12, slowPeriod: 26, signalPeriod: 9, SimpleMAOscillator: false, SimpleMASignal: false }).at(-1)
          ?.histogram ?? NaN,
    },
    indicatorts: {
      same: true,
      last: (values) => {
        const { macdLine, signalLine } = macd(values, { fast: 12, slow: 26, signal: 9 });
        return last(macdLine) - last(signalLine);
      },
    },
  },
  bb: {
    'trading-signals': { same: true, last: (values) => each(new signals.BollingerBands(20, 2), values, ({ upper }) => upper) },
    technicalindicators: {
      same: true,
      last: (values) => BollingerBands.calculate({ period: 20, stdDev: 2, values }).at(-1)?.upper ?? NaN,
    },
    indicatorts: { same: true, last: (values) => last(bb(values, { period: 20 }).upper) },
  },
};
