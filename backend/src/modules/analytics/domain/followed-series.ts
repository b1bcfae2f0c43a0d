import type { IndicatorPoint } from '@tideline/contracts';
import type { Candle, CandleColumns, IndicatorSpec, RunningIndicator, SeriesContext } from '@tideline/indicators';

/** What adds up from a beginning counts from the first of so many newest candles, as in an answer of the usual length. */
export const countedCandles = 1000;
/** What an indicator may need of the past to be kept in step: enough for ema:600, rsi:170 or sma:5000. */
export const mostFollowed = 10_000;

/** How many of the newest candles an indicator must be given so that its value equals that of the whole history. */
export function depthOf({ kind, params }: IndicatorSpec): number {
  const memory = kind.memory(params);
  return memory === null ? countedCandles : memory + 1;
}

/** What an indicator has become at a candle; `point` is null as long as one of its values is not defined. */
export interface IndicatorUpdate {
  /** Opening time of the candle, epoch ms. */
  at: number;
  point: IndicatorPoint | null;
  closed: boolean;
}

/** What came of a candle. */
export interface TakenCandle {
  /** The candles whose points are news, ascending. */
  told: { candle: 'previous' | 'newest'; closed: boolean }[];
  /** Candles are missing or may be: read the stored ones again. */
  outdated: boolean;
}

const nothing: TakenCandle = { told: [], outdated: false };

/** One series of candles as it grows, with the indicators that are watched on it. */
export class FollowedSeries {
  /** The newest ones, at most 1,000. */
  private candles: Candle[] = [];
  /** There are no older ones. */
  private whole = true;
  /** Whether the newest candle, and the one before it, were told as closed: their figures are then final unless told again. */
  private newestClosed = false;
  private previousClosed = true;
  private readonly indicators = new Map<string, FollowedIndicator>();

  constructor(
    private readonly context: SeriesContext,
    private readonly intervalMs: number,
  ) {}

  /** How many of the newest candles must be loaded so that the values equal those of the whole history. */
  get depth(): number {
    return [...this.indicators.values()].reduce((most, { spec }) => Math.max(most, depthOf(spec)), 0);
  }

  /** Begins an indicator; it has no point before the next `load`. */
  add(spec: IndicatorSpec): void {
    this.indicators.set(spec.key, new FollowedIndicator(spec, this.context));
  }

  remove(key: string): void {
    this.indicators.delete(key);
  }

  /**
   * Takes the newest `depth` candles (or all there are) in place of everything known. Stops after each indicator, so that others may get
   * their turn; until the end the series goes on as it was.
   */
  *load(columns: CandleColumns, lastIsOpen: boolean): Generator<void> {
    const candles = Array.from({ length: columns.length }, (_, index) => candleAt(columns, index));
    const built: FollowedIndicator[] = [];
    for (const { spec } of [...this.indicators.values()]) {
      const indicator = new FollowedIndicator(spec, this.context);
      indicator.rebuild(candles);
      built.push(indicator);
      yield;
    }
    for (const indicator of built) if (this.indicators.has(indicator.spec.key)) this.indicators.set(indicator.spec.key, indicator);
    this.whole = candles.length <= countedCandles;
    this.candles = candles.slice(-countedCandles);
    this.newestClosed = !lastIsOpen;
    this.previousClosed = true;
  }

  /** Takes a candle as it is told: the forming one, its closing, or an older one that has changed. */
  take(candle: Candle, closed: boolean): TakenCandle {
    const newest = this.candles.at(-1);
    if (newest === undefined || candle.at > newest.at) return this.begin(candle, closed, newest);
    if (candle.at < newest.at) return this.correct(candle, closed);
    this.candles[this.candles.length - 1] = candle;
    this.newestClosed ||= closed;
    for (const indicator of this.indicators.values()) indicator.update(candle);
    return { told: [{ candle: 'newest', closed: this.newestClosed }], outdated: false };
  }

  /** The point at the newest candle; null before there is one. */
  newest(key: string): IndicatorUpdate | null {
    const at = this.candles.at(-1)?.at;
    return at === undefined ? null : { at, point: this.indicators.get(key)?.newest ?? null, closed: this.newestClosed };
  }

  /** The point at the candle before it. */
  previous(key: string): IndicatorUpdate | null {
    const at = this.candles.at(-2)?.at;
    return at === undefined ? null : { at, point: this.indicators.get(key)?.previous ?? null, closed: true };
  }

  private begin(candle: Candle, closed: boolean, before: Candle | undefined): TakenCandle {
    const skipped = before !== undefined && candle.at - before.at > this.intervalMs;
    const outdated = skipped || !this.previousClosed;
    this.previousClosed = this.newestClosed;
    this.newestClosed = closed;
    this.candles.push(candle);
    if (this.candles.length > countedCandles) {
      this.candles.shift();
      this.whole = false;
    }
    for (const indicator of this.indicators.values()) indicator.begin(candle, before, this.candles);
    return { told: [{ candle: 'newest', closed }], outdated };
  }

  private correct(candle: Candle, closed: boolean): TakenCandle {
    const index = this.candles.findLastIndex(({ at }) => at === candle.at);
    const known = this.candles[index];
    const isPrevious = index >= 0 && index === this.candles.length - 2;
    const confirmed = isPrevious && closed && !this.previousClosed;
    if (isPrevious) this.previousClosed ||= closed;
    const previous = { candle: 'previous', closed: true } as const;
    if (known !== undefined && isSame(known, candle)) return confirmed ? { ...nothing, told: [previous] } : nothing;
    if (known === undefined) return { ...nothing, outdated: candle.at > (this.candles[0]?.at ?? 0) };
    this.candles[index] = candle;
    const outdated = this.rebuild();
    const newest = { candle: 'newest', closed: this.newestClosed } as const;
    return { told: isPrevious ? [previous, newest] : [newest], outdated };
  }

  /** Calculates anew; true when that takes older candles than are kept. */
  private rebuild(): boolean {
    let lacking = false;
    for (const indicator of this.indicators.values()) {
      if (this.whole || depthOf(indicator.spec) <= this.candles.length) indicator.rebuild(this.candles);
      else lacking = true;
    }
    return lacking;
  }
}

class FollowedIndicator {
  newest: IndicatorPoint | null = null;
  previous: IndicatorPoint | null = null;
  private running: RunningIndicator;
  private readonly forgets: boolean;
  /** It has seen the history: what it says before that would be wrong. */
  private built = false;

  constructor(
    readonly spec: IndicatorSpec,
    private readonly context: SeriesContext,
  ) {
    this.running = spec.kind.start(spec.params, context);
    this.forgets = spec.kind.memory(spec.params) !== null;
  }

  update(candle: Candle): void {
    if (!this.built) return;
    this.running.update(candle);
    this.newest = this.pointAt(candle.at);
  }

  /** A new candle: the one before it is final. What adds up begins anew, because its first candle has moved on. */
  begin(candle: Candle, before: Candle | undefined, candles: readonly Candle[]): void {
    if (!this.built) return;
    if (!this.forgets) return this.rebuild(candles);
    if (before !== undefined) this.running.append(before);
    this.previous = before === undefined ? null : this.pointAt(before.at);
    this.update(candle);
  }

  rebuild(candles: readonly Candle[]): void {
    this.built = true;
    const counted = this.forgets ? candles : candles.slice(-countedCandles);
    this.running = this.spec.kind.start(this.spec.params, this.context);
    for (const candle of counted.slice(0, -1)) this.running.append(candle);
    const before = counted.at(-2);
    this.previous = before === undefined ? null : this.pointAt(before.at);
    const newest = counted.at(-1);
    if (newest === undefined) this.newest = null;
    else this.update(newest);
  }

  private pointAt(at: number): IndicatorPoint | null {
    const { values } = this.running;
    return values.some(Number.isNaN) ? null : [at, ...values];
  }
}

function candleAt({ at, open, high, low, close, volume }: CandleColumns, index: number): Candle {
  const figure = (column: Float64Array): number => column[index] ?? NaN;
  return { at: figure(at), open: figure(open), high: figure(high), low: figure(low), close: figure(close), volume: figure(volume) };
}

function isSame(a: Candle, b: Candle): boolean {
  return a.open === b.open && a.high === b.high && a.low === b.low && a.close === b.close && a.volume === b.volume;
}
