import { Logger } from '@nestjs/common';
import type { Transaction } from '../../../../platform/database/database';
import { rollUp, upsertCandles, type SeriesCandles, type TouchedSpan } from '../../db/candle-store';
import { addCoverage, type CoverageSpan } from '../../db/coverage-repository';
import { openGaps, type TradeGap } from '../../db/gap-repository';
import { insertTrades, type TradeColumns } from '../../db/trade-store';
import { insertTickers, type TickerSample } from '../../db/ticker-store';
import type { OneWriter } from './one-writer';

/** Everything that one transaction stores, cut at one moment. */
export interface Cut {
  trades: TradeColumns;
  /** Minute candles as of the trades above. */
  minutes: SeriesCandles[];
  /** What to make coarser candles of. */
  rollUps: TouchedSpan[];
  holes: Omit<TradeGap, 'id'>[];
  tickers: TickerSample[];
  watched: CoverageSpan[];
}

export interface BatchSource {
  /** Hands over what is to be stored; null when there is nothing. */
  cut(now: number): Cut | null;
  /** The last cut is stored. */
  stored(cut: Cut | null, gaps: TradeGap[], now: number): void;
  /** Storage has been stuck for so long. */
  stuck(forMs: number, now: number): void;
}

const everyMs = 250;
const retryMs = { first: 250, most: 2_000 };
const stuckTellMs = 1_000;
/** A database that does not even refuse is not waited for when we are to end. */
const stopWithinMs = 5_000;

/** Figures of the writing side, for metrics. */
export interface WriterFigures {
  batches: number;
  trades: number;
  lastBatchTrades: number;
  failures: number;
}

/** Stores a batch every 250 ms, each in one transaction, and again until it is stored; only then is it announced. */
export class BatchWriter {
  readonly figures: WriterFigures = { batches: 0, trades: 0, lastBatchTrades: 0, failures: 0 };
  private readonly log = new Logger('Ingestion');
  private running = false;
  private loop: Promise<void> = Promise.resolve();
  private wake: () => void = () => undefined;
  private waiters: (() => void)[] = [];
  /** When the batch underway was cut; null while there is none. */
  private cutAt: number | null = null;
  private failing = false;
  private watch: NodeJS.Timeout | undefined;

  constructor(
    private readonly writer: OneWriter,
    private readonly source: BatchSource,
  ) {}

  start(): void {
    this.running = true;
    this.loop = this.run();
    this.watch = setInterval(() => {
      if (this.cutAt !== null) this.source.stuck(Date.now() - this.cutAt, Date.now());
    }, stuckTellMs);
  }

  /** Stores what is left, if the database answers, and ends. */
  async stop(): Promise<void> {
    this.running = false;
    this.wake();
    await Promise.race([this.loop, new Promise((resolve) => setTimeout(resolve, stopWithinMs).unref())]);
    clearInterval(this.watch);
  }

  /** Resolves when everything taken in so far is stored, or when the writer has ended. */
  flushed(): Promise<void> {
    return this.running ? new Promise((resolve) => this.waiters.push(resolve)) : Promise.resolve();
  }

  private async run(): Promise<void> {
    while (this.running) {
      await this.pause(everyMs);
      await this.flush();
    }
    await this.flush();
    for (const resolve of this.waiters.splice(0)) resolve();
  }

  private async flush(): Promise<void> {
    const waiters = this.waiters.splice(0);
    const now = Date.now();
    const cut = this.source.cut(now);
    this.cutAt = cut === null ? null : now;
    const gaps = cut === null ? [] : await this.storeUntilDone(cut);
    if (gaps === null) return;
    this.cutAt = null;
    this.source.stored(cut, gaps, Date.now());
    for (const resolve of waiters) resolve();
  }

  /** Gives the holes with their ids; null when the writer was stopped before the batch could be stored. */
  private async storeUntilDone(cut: Cut): Promise<TradeGap[] | null> {
    for (let waitMs = retryMs.first; ; waitMs = Math.min(waitMs * 2, retryMs.most)) {
      try {
        const gaps = await this.store(cut);
        this.recovered();
        return gaps;
      } catch (error) {
        this.failed(error);
        if (!this.running) return null;
        await this.pause(waitMs);
      }
    }
  }

  private async store(cut: Cut): Promise<TradeGap[]> {
    const { trades, minutes } = cut;
    await this.writer.prepare('trades', trades.tradedAts);
    await this.writer.prepare(
      'minute_candles',
      minutes.flatMap(({ candles }) => candles.map((candle) => candle.openAt)),
    );
    await this.writer.prepare(
      'ticker_history',
      cut.tickers.map((ticker) => ticker.at),
    );
    const gaps = await this.writer.write((tx) => storeCut(tx, cut));
    this.figures.batches += 1;
    this.figures.trades += trades.tradeIds.length;
    this.figures.lastBatchTrades = trades.tradeIds.length;
    return gaps;
  }

  private failed(error: unknown): void {
    this.figures.failures += 1;
    const message = error instanceof Error ? error.message : String(error);
    if (!this.failing) this.log.warn(`storing failed, trying again until it works: ${message}`);
    this.failing = true;
  }

  private recovered(): void {
    if (this.failing) this.log.log(`storing works again after ${Math.round((Date.now() - (this.cutAt ?? Date.now())) / 1000)} s`);
    this.failing = false;
  }

  private pause(ms: number): Promise<void> {
    if (!this.running) return Promise.resolve();
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, ms);
      this.wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }
}

async function storeCut(tx: Transaction, cut: Cut): Promise<TradeGap[]> {
  const gaps = await openGaps(tx, cut.holes);
  await insertTrades(tx, cut.trades);
  await upsertCandles(tx, 1, cut.minutes);
  await rollUp(tx, cut.rollUps);
  await insertTickers(tx, cut.tickers);
  await addCoverage(tx, 'watched', cut.watched);
  return gaps;
}
