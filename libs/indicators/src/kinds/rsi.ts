import type { Candle } from '../candle-columns';
import type { IndicatorKind, SavedIndicator } from '../indicator';
import { periodParameter } from '../parameters';
import { clearWarmup, requirePeriod, RunningValue } from '../rolling/rolling';
import type { StateReader, StateWriter } from '../rolling/saved-state';
import { RunningSmoothing, smoothingMemory, wilderFactor } from '../rolling/smoothing';
import { follow, Stepped } from '../stepped';

/** Below this the averages have decayed to where doubles lose digits; the ratio of two averages that only decay stays as it is. */
const faded = 1e-290;

/**
 * Relative strength index, 100 g ÷ (g + l): g and l are Wilder's averages, a += (x − a) ÷ n, of the gains and the losses between
 * neighbouring values, seeded with the plain mean of the first n changes; first at index n. 100 where nothing was lost, also where
 * nothing has moved yet. J. W. Wilder, New Concepts in Technical Trading Systems (1978). Others smooth with an EMA or a plain mean
 * (Cutler). NaN before the first. Throws RangeError unless period is a whole number ≥ 2.
 */
export function rsi(values: Float64Array, period: number, out: Float64Array = new Float64Array(values.length)): Float64Array {
  requirePeriod(period, 2);
  const { length } = values;
  const first = clearWarmup(out, period + 1, 0);
  if (first >= length) return out;
  let gain = 0;
  let loss = 0;
  for (let i = 1; i <= period; i++) {
    const change = (values[i] as number) - (values[i - 1] as number);
    if (change > 0) gain += change;
    else loss -= change;
  }
  gain /= period;
  loss /= period;
  let last = strength(gain, loss, 100);
  out[first] = last;
  const factor = wilderFactor(period);
  // (|c| ± c) ÷ 2 are gain and loss without a branch, which on prices would be guessed wrong every other time.
  for (let i = first + 1; i < length; i++) {
    const change = (values[i] as number) - (values[i - 1] as number);
    const way = Math.abs(change);
    gain += factor * ((way + change) / 2 - gain);
    loss += factor * ((way - change) / 2 - loss);
    last = strength(gain, loss, last);
    out[i] = last;
  }
  return out;
}

function strength(gain: number, loss: number, last: number): number {
  const both = gain + loss;
  return both < faded ? last : 100 * (gain / both);
}

/** Running form of `rsi`. */
export class RunningRsi extends RunningValue {
  private readonly gains: RunningSmoothing;
  private readonly losses: RunningSmoothing;
  private previous: number;
  private last: number;

  constructor(period: number, saved?: StateReader) {
    super();
    this.previous = saved?.read() ?? NaN;
    this.last = saved?.read() ?? 100;
    this.gains = new RunningSmoothing(period, wilderFactor(period), saved);
    this.losses = new RunningSmoothing(period, wilderFactor(period), saved);
  }

  take(value: number, result: number): void {
    const change = value - this.previous;
    if (!Number.isNaN(change)) {
      this.gains.append(Math.max(change, 0));
      this.losses.append(Math.max(-change, 0));
    }
    if (!Number.isNaN(result)) this.last = result;
    this.previous = value;
  }

  update(value: number): number {
    const change = value - this.previous;
    return strength(this.gains.update(Math.max(change, 0)), this.losses.update(Math.max(-change, 0)), this.last);
  }

  save(state: StateWriter): void {
    state.write(this.previous, this.last);
    this.gains.save(state);
    this.losses.save(state);
  }
}

class RsiSteps extends Stepped {
  private readonly strength: RunningRsi;

  constructor(period: number, saved?: SavedIndicator) {
    super(1, 0, saved);
    this.strength = this.part(new RunningRsi(period, this.saved));
  }

  override step({ close }: Candle, closed: boolean): void {
    this.values[0] = this.strength.feed(close, closed);
  }
}

export const rsiKind: IndicatorKind<[period: number]> = {
  id: 'rsi',
  title: 'Relative strength index',
  parameters: [periodParameter(14, { min: 2 })],
  outputs: ['rsi'],
  pane: 'own',
  firstIndex: ([period]) => [period],
  /** Twice that of its averages: what is left of them after a flat stretch of half this length still gives their ratio. */
  memory: ([period]) => 1 + 2 * smoothingMemory(period, wilderFactor(period)),
  batch: ({ close }, [period], [out]) => void rsi(close, period, out),
  start: ([period], _context, saved) => follow(new RsiSteps(period, saved)),
};
