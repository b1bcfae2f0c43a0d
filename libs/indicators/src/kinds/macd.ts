import type { Candle } from '../candle-columns';
import type { IndicatorKind, SavedIndicator } from '../indicator';
import { periodParameter } from '../parameters';
import { clearWarmup, requirePeriod } from '../rolling/rolling';
import { emaFactor, plainMean, RunningSmoothing, smoothingMemory } from '../rolling/smoothing';
import { follow, Stepped } from '../stepped';

/** One array per line, as long as the input each; NaN where a line is not defined yet. */
export interface MacdLines {
  readonly macd: Float64Array;
  readonly signal: Float64Array;
  readonly histogram: Float64Array;
}

export interface MacdPeriods {
  readonly fast: number;
  readonly slow: number;
  readonly signal: number;
}

/**
 * Moving average convergence divergence (G. Appel): macd = EMA(fast) − EMA(slow), first at index slow − 1; signal = EMA of macd and
 * histogram = macd − signal, first at slow + signal − 2. Every EMA is seeded with the SMA of its first values (others with the first
 * value). Throws RangeError unless the periods are whole numbers ≥ 2 and fast < slow.
 */
export function macd(values: Float64Array, { fast, slow, signal }: MacdPeriods, out: MacdLines = newLines(values.length)): MacdLines {
  for (const period of [fast, slow, signal]) requirePeriod(period, 2);
  if (fast >= slow) throw new RangeError('fast must be less than slow');
  const { length } = values;
  const first = clearWarmup(out.macd, slow, 0);
  const firstSignal = clearWarmup(out.signal, signal, first);
  clearWarmup(out.histogram, signal, first);
  if (first >= length) return out;
  const fastFactor = emaFactor(fast);
  const slowFactor = emaFactor(slow);
  let fastEma = plainMean(values, 0, fast);
  for (let i = fast; i <= first; i++) fastEma += fastFactor * ((values[i] as number) - fastEma);
  let slowEma = plainMean(values, 0, slow);
  out.macd[first] = fastEma - slowEma;
  for (let i = first + 1; i <= firstSignal && i < length; i++) {
    const value = values[i] as number;
    fastEma += fastFactor * (value - fastEma);
    slowEma += slowFactor * (value - slowEma);
    out.macd[i] = fastEma - slowEma;
  }
  if (firstSignal >= length) return out;
  const signalEma = plainMean(out.macd, first, signal);
  out.signal[firstSignal] = signalEma;
  out.histogram[firstSignal] = fastEma - slowEma - signalEma;
  goOn(
    values,
    firstSignal,
    [fastFactor, slowFactor, emaFactor(signal)],
    [fastEma, slowEma, signalEma],
    [out.macd, out.signal, out.histogram],
  );
  return out;
}

type Three<T> = readonly [T, T, T];

/**
 * What comes after index `from`, the three averages side by side, so that none waits for another. Takes arrays, not objects: V8 throws
 * away compiled code that knows the shape of an object when the last one of that shape is collected.
 */
function goOn(
  values: Float64Array,
  from: number,
  [fastFactor, slowFactor, signalFactor]: Three<number>,
  seeds: Three<number>,
  [line, signal, histogram]: Three<Float64Array>,
): void {
  let [fastEma, slowEma, signalEma] = seeds;
  for (let i = from + 1; i < values.length; i++) {
    const value = values[i] as number;
    fastEma += fastFactor * (value - fastEma);
    slowEma += slowFactor * (value - slowEma);
    const difference = fastEma - slowEma;
    signalEma += signalFactor * (difference - signalEma);
    line[i] = difference;
    signal[i] = signalEma;
    histogram[i] = difference - signalEma;
  }
}

function newLines(length: number): MacdLines {
  return { macd: new Float64Array(length), signal: new Float64Array(length), histogram: new Float64Array(length) };
}

class RunningMacd extends Stepped {
  private readonly fast: RunningSmoothing;
  private readonly slow: RunningSmoothing;
  private readonly signal: RunningSmoothing;

  constructor({ fast, slow, signal }: MacdPeriods, saved?: SavedIndicator) {
    super(3, 0, saved);
    this.fast = this.part(new RunningSmoothing(fast, emaFactor(fast), this.saved));
    this.slow = this.part(new RunningSmoothing(slow, emaFactor(slow), this.saved));
    this.signal = this.part(new RunningSmoothing(signal, emaFactor(signal), this.saved));
  }

  override step({ close }: Candle, closed: boolean): void {
    const line = this.fast.feed(close, closed) - this.slow.feed(close, closed);
    const signal = this.signal.feed(line, closed);
    this.values[0] = line;
    this.values[1] = signal;
    this.values[2] = line - signal;
  }
}

const periodsOf = ([fast, slow, signal]: readonly [fast: number, slow: number, signal: number]): MacdPeriods => ({ fast, slow, signal });

export const macdKind: IndicatorKind<[fast: number, slow: number, signal: number]> = {
  id: 'macd',
  title: 'MACD',
  parameters: [
    periodParameter(12, { name: 'fast', min: 2 }),
    periodParameter(26, { name: 'slow', min: 3 }),
    periodParameter(9, { name: 'signal', min: 2 }),
  ],
  outputs: ['macd', 'signal', 'histogram'],
  pane: 'own',
  refusal: ([fast, slow]) => (fast < slow ? null : `fast must be less than slow, got ${fast} and ${slow}`),
  firstIndex: ([, slow, signal]) => [slow - 1, slow + signal - 2, slow + signal - 2],
  memory: ([, slow, signal]) => smoothingMemory(slow, emaFactor(slow)) + smoothingMemory(signal, emaFactor(signal)),
  batch: ({ close }, params, [line, signal, histogram]) =>
    void macd(close, periodsOf(params), { macd: line, signal, histogram } as MacdLines),
  start: (params, _context, saved) => follow(new RunningMacd(periodsOf(params), saved)),
};
