import { Inject, Injectable } from '@nestjs/common';
import type { CandleInterval, MovingAverage, Period, VolatilitySeries } from '@tideline/contracts';
import type { IndicatorSpec } from '@tideline/indicators';
import { Threads } from '../../../platform/threads/threads';
import { ReadColumns, type SeriesColumns } from '../../market';
import { candlesBeforeFirst, indicatorValues, warmUp } from '../domain/indicator-values';
import { periodsPerYear } from '../domain/periods-per-year';
import { writePoints } from '../domain/write-points';
import { writeIndicatorSeries, type SeriesQuestion } from '../domain/write-series';
import { writeIndicators } from './write-indicators';

/** Which candles a question is about; times are epoch ms. */
export interface AskedSpan {
  interval: CandleInterval;
  period?: Period;
  from?: number;
  to?: number;
  limit?: number;
}

/** An answer as the JSON that is sent: text, or bytes that a thread has written. */
export interface IndicatorAnswer {
  body: string | Buffer;
  /** Time of the newest candle, epoch ms; null when there is none. */
  lastAt: number | null;
  /** Nothing in it changes by the mere passing of time. */
  settled: boolean;
}

/** An answer of more values than this (each some 150 ns to write), or over more candles, is made on a thread. */
const mostValues = 25_000;
const mostCandles = 100_000;

/** Computes indicators over candles that are read with as many older ones as make the values those of the whole history. */
@Injectable()
export class ReadIndicators {
  constructor(
    @Inject(ReadColumns) private readonly columns: ReadColumns,
    @Inject(Threads) private readonly threads: Threads,
  ) {}

  /** `IndicatorSeries`: every indicator at the candles that `GET /market/candles/{symbol}` gives for the same span. Throws its errors, and a 503 while too much is being computed. */
  async series(symbol: string, asked: AskedSpan, specs: readonly IndicatorSpec[]): Promise<IndicatorAnswer> {
    const read = await this.columns.series(symbol, asked, warmUp(specs));
    const { candles, start, lastIsOpen } = read;
    const question = { symbol, interval: asked.interval, keys: specs.map(({ key }) => key), candles, start, lastIsOpen };
    const fresh = freshness(read);
    const values = (candles.length - start) * specs.reduce((sum, { kind }) => sum + kind.outputs.length, 0);
    const isLarge = values > mostValues || candles.length * specs.length > mostCandles;
    return { body: isLarge ? await this.onThread(question) : writeIndicatorSeries(question), ...fresh };
  }

  /** `MovingAverage`. */
  async movingAverage(symbol: string, asked: AskedSpan, spec: IndicatorSpec, type: MovingAverage['type']): Promise<IndicatorAnswer> {
    const [period = 0] = spec.params;
    return this.single(symbol, asked, spec, { type, period });
  }

  /** `VolatilitySeries`. */
  async volatility(symbol: string, asked: AskedSpan, spec: IndicatorSpec): Promise<IndicatorAnswer> {
    const [window = 0] = spec.params;
    return this.single(symbol, asked, spec, { window, periodsPerYear: periodsPerYear(asked.interval) });
  }

  /** The candles move to the thread. */
  private async onThread(question: SeriesQuestion): Promise<Buffer> {
    const { at, open, high, low, close, volume } = question.candles;
    const buffers = new Set([at, open, high, low, close, volume].map((column) => column.buffer as ArrayBuffer));
    const bytes = await this.threads.run(writeIndicators, question, { transfer: [...buffers] });
    return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  private async single(
    symbol: string,
    asked: AskedSpan,
    spec: IndicatorSpec,
    told: Pick<MovingAverage, 'type' | 'period'> | Pick<VolatilitySeries, 'window' | 'periodsPerYear'>,
  ): Promise<IndicatorAnswer> {
    const read = await this.columns.series(symbol, asked, warmUp([spec]));
    const context = { periodsPerYear: periodsPerYear(asked.interval) };
    const points = writePoints(read.candles.at.subarray(read.start), indicatorValues(spec, read, context));
    const head = JSON.stringify({
      symbol,
      interval: asked.interval,
      ...told,
      warmup: candlesBeforeFirst(spec),
      lastIsOpen: read.lastIsOpen,
    });
    return { body: `${head.slice(0, -1)},"points":${points}}`, ...freshness(read) };
  }
}

function freshness({ candles, start, settled }: SeriesColumns): Pick<IndicatorAnswer, 'lastAt' | 'settled'> {
  return { lastAt: candles.length > start ? (candles.at[candles.length - 1] ?? null) : null, settled };
}
