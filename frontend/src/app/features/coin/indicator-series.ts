import type { CandleRow } from '@tideline/contracts';
import type { CandleColumns, IndicatorSpec, RunningIndicator, SeriesContext } from '@tideline/indicators';
import { calculate, toColumns } from '@tideline/indicators';

const yearMs = 365 * 86_400_000;
/** Room for candles to come, so that most of them need no new arrays. */
const spare = 512;

/** The values of several indicators beside a growing series of candles. */
export class IndicatorSet {
  private series = new Map<string, IndicatorSeries>();
  private candles: readonly CandleRow[] = [];
  private candleMs = 0;

  /**
   * The values of each indicator, in their order: one array per output, at least as long as the candles. The arrays are reused: they hold
   * until the next call. Where only the end of the series is new, only its values are worked out.
   */
  follow(specs: readonly IndicatorSpec[], candles: readonly CandleRow[], candleMs: number): Float64Array[][] {
    const from = candleMs === this.candleMs ? firstDifference(this.candles, candles) : 0;
    let columns: CandleColumns | null = null;
    const wholeSeries = (): CandleColumns => (columns ??= toColumns(candles));
    const context = { periodsPerYear: yearMs / candleMs };
    const before = this.series;
    this.series = new Map();
    this.candles = candles;
    this.candleMs = candleMs;
    return specs.map((spec) => {
      const series = before.get(spec.key) ?? new IndicatorSeries(spec);
      this.series.set(spec.key, series);
      return series.follow(candles, from, context, wholeSeries);
    });
  }
}

/** One indicator: closed candles are taken for good, the forming one may be revised. */
class IndicatorSeries {
  private outputs: Float64Array[] = [];
  private running: RunningIndicator | null = null;
  /** Candles that the running form has taken for good. */
  private closed = 0;
  private length = 0;

  constructor(private readonly spec: IndicatorSpec) {}

  follow(candles: readonly CandleRow[], from: number, context: SeriesContext, columns: () => CandleColumns): Float64Array[] {
    if (this.length > 0 && from >= candles.length && candles.length === this.length) return this.outputs;
    if (this.length === 0 || from < this.length - 1) this.begin(candles, context, columns());
    else this.go(candles, context);
    this.length = candles.length;
    return this.outputs;
  }

  private begin(candles: readonly CandleRow[], context: SeriesContext, columns: CandleColumns): void {
    this.running = null;
    this.closed = Math.max(0, candles.length - 1);
    this.outputs = calculate(this.spec, columns, context).map((values) => grown(values, candles.length));
  }

  private go(candles: readonly CandleRow[], context: SeriesContext): void {
    const running = (this.running ??= this.start(candles, context));
    if (candles.length > (this.outputs[0]?.length ?? 0)) this.outputs = this.outputs.map((values) => grown(values, candles.length));
    for (; this.closed < candles.length - 1; this.closed += 1) {
      running.append(toCandle(candles[this.closed] as CandleRow));
      this.write(running, this.closed);
    }
    running.update(toCandle(candles[this.closed] as CandleRow));
    this.write(running, this.closed);
  }

  /** Begins as far back as the values depend on, which is all of it for what adds up from the first candle on. */
  private start(candles: readonly CandleRow[], context: SeriesContext): RunningIndicator {
    const { kind, params } = this.spec;
    const running = kind.start(params, context);
    const memory = kind.memory(params) ?? this.closed;
    for (let i = Math.max(0, this.closed - memory); i < this.closed; i++) running.append(toCandle(candles[i] as CandleRow));
    return running;
  }

  private write({ values }: RunningIndicator, index: number): void {
    this.outputs.forEach((output, i) => (output[index] = values[i] ?? NaN));
  }
}

/** Index of the first row that is not the very same in both; the length of the shorter one when it begins the longer one. */
export function firstDifference(before: readonly CandleRow[], now: readonly CandleRow[]): number {
  const most = Math.min(before.length, now.length);
  let same = 0;
  while (same < most && before[same] === now[same]) same += 1;
  return same;
}

function grown(values: Float64Array, length: number): Float64Array {
  const wider = new Float64Array(length + spare).fill(NaN);
  wider.set(values.subarray(0, Math.min(values.length, length)));
  return wider;
}

function toCandle([at, open, high, low, close, volume]: CandleRow): { [K in 'at' | 'open' | 'high' | 'low' | 'close' | 'volume']: number } {
  return { at, open, high, low, close, volume };
}
