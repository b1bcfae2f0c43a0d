import type { Candle, CandleColumns } from './candle-columns';

/** A number that an indicator is asked with, in the order in which specs write them (`macd:12:26:9`). */
export interface IndicatorParameter {
  readonly name: string;
  readonly default: number;
  readonly min: number;
  readonly max: number;
  readonly whole: boolean;
}

/** What an indicator must know of the series besides its candles. */
export interface SeriesContext {
  /** Candles in a year of 365 days: what annualises a volatility. */
  readonly periodsPerYear: number;
}

/**
 * An indicator in its two forms. Both give the same values to 1e-9 of the largest absolute value in the window, whatever the
 * series; a value that is not yet defined is NaN. Gaps in time are no candles: periods count candles. `Params` names what `parameters` lists.
 */
export interface IndicatorKind<Params extends readonly number[] = readonly number[]> {
  /** As specs write it: `macd`. */
  readonly id: string;
  readonly title: string;
  readonly parameters: readonly IndicatorParameter[];
  /** Names of the values of one point, in the order in which they are given: `macd`, `signal`, `histogram`. */
  readonly outputs: readonly string[];
  /** Drawn over the candles, or in a pane of its own. */
  readonly pane: 'price' | 'own';
  /** Why these parameters make no indicator together (fast ≥ slow); null when they do. Each one's own range is checked before. */
  refusal?(params: Params): string | null;
  /** Index of the first candle at which each output is defined. */
  firstIndex(params: Params): readonly number[];
  /**
   * How many candles before a point decide its value: with this many a value equals that of the whole history to 1e-12 of its
   * scale. Null for what adds up from the first candle on.
   */
  memory(params: Params): number | null;
  /** Writes every output of every candle into `out`, one array of `candles.length` per output. */
  batch(candles: CandleColumns, params: Params, out: readonly Float64Array[], context: SeriesContext): void;
  /** Begins an incremental calculation, from nothing or from what `save` gave for the same parameters. */
  start(params: Params, context: SeriesContext, saved?: SavedIndicator): RunningIndicator;
}

/** State of a running indicator as plain JSON. NaN and infinities are written so that JSON keeps them. */
export type SavedIndicator = readonly (number | string | null)[];

/** An indicator that follows a series, O(1) amortised or O(log n) per call, without allocation. */
export interface RunningIndicator {
  /** One value per output for the candle of the last call; overwritten by the next one. */
  readonly values: Float64Array;
  /** Takes a closed candle for good. */
  append(candle: Candle): void;
  /** Gives the values as if the forming candle closed like this; may be called any number of times, changes nothing that stays. */
  update(candle: Candle): void;
  save(): SavedIndicator;
}
