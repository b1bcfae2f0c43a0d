import type { Candle, CandleColumns } from './candle-columns';
import type { RunningIndicator, SavedIndicator } from './indicator';
import { StateReader, StateWriter } from './rolling/saved-state';
import { RunningValue } from './rolling/rolling';

/**
 * An indicator that is written once: `step` serves closed and forming candles alike. What it remembers is in parts, reached through
 * their `feed`, and in `state`, which is a copy when the candle is still forming. `follow` makes a `RunningIndicator` of it.
 */
export abstract class Stepped {
  readonly values: Float64Array;
  readonly state: Float64Array;
  protected readonly saved: StateReader | undefined;
  private readonly parts: RunningValue[] = [];

  /** `stateSize` numbers of state, all 0 at the beginning. Parts are made by the subclass in a fixed order, each with `this.saved`. */
  protected constructor(outputs: number, stateSize: number, saved: SavedIndicator | undefined) {
    this.values = new Float64Array(outputs).fill(NaN);
    this.state = new Float64Array(stateSize);
    if (saved === undefined) return;
    this.saved = new StateReader(saved);
    this.saved.readAll(this.state);
  }

  /** Writes all `values` for this candle. */
  abstract step(candle: Candle, closed: boolean, state: Float64Array): void;

  save(): SavedIndicator {
    const writer = new StateWriter();
    writer.writeAll(this.state);
    for (const part of this.parts) part.save(writer);
    return writer.done();
  }

  /** Makes a part belong to this indicator, so that it is saved with it. */
  protected part<P extends RunningValue>(part: P): P {
    this.parts.push(part);
    return part;
  }
}

/**
 * Makes the steps of an indicator follow a series. One class for all kinds, so that who calls `update` of many kinds in turn finds all but
 * `step` in the same place: looked up by the class of each kind, a tick took half as long again.
 */
export function follow(steps: Stepped): RunningIndicator {
  return new Follower(steps);
}

class Follower implements RunningIndicator {
  readonly values: Float64Array;
  private readonly state: Float64Array;
  private readonly trial: Float64Array;

  constructor(private readonly steps: Stepped) {
    this.values = steps.values;
    this.state = steps.state;
    this.trial = new Float64Array(steps.state.length);
  }

  append(candle: Candle): void {
    this.steps.step(candle, true, this.state);
  }

  update(candle: Candle): void {
    const { state, trial } = this;
    for (let i = 0; i < state.length; i++) trial[i] = state[i] as number;
    this.steps.step(candle, false, trial);
  }

  save(): SavedIndicator {
    return this.steps.save();
  }
}

/** The value of `lag` steps before; NaN for the first `lag` steps. */
export class Delay extends RunningValue {
  private readonly ring: Float64Array;
  private next = 0;

  constructor(lag: number, saved?: StateReader) {
    super();
    this.ring = new Float64Array(lag).fill(NaN);
    if (saved === undefined) return;
    this.next = saved.read();
    saved.readAll(this.ring);
  }

  take(value: number): void {
    this.ring[this.next] = value;
    this.next = (this.next + 1) % this.ring.length;
  }

  update(): number {
    return this.ring[this.next] as number;
  }

  save(state: StateWriter): void {
    state.write(this.next);
    state.writeAll(this.ring);
  }
}

/** The batch form of an indicator whose two forms are one: its steps over all candles, without allocation per candle. */
export function replay(candles: CandleColumns, steps: Stepped, out: readonly Float64Array[]): void {
  const candle = { at: 0, open: 0, high: 0, low: 0, close: 0, volume: 0 };
  const { state, values } = steps;
  for (let i = 0; i < candles.length; i++) {
    candle.at = candles.at[i] as number;
    candle.open = candles.open[i] as number;
    candle.high = candles.high[i] as number;
    candle.low = candles.low[i] as number;
    candle.close = candles.close[i] as number;
    candle.volume = candles.volume[i] as number;
    steps.step(candle, true, state);
    for (let o = 0; o < out.length; o++) (out[o] as Float64Array)[i] = values[o] as number;
  }
}
