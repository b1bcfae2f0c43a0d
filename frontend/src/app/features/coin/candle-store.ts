import { DestroyRef, Injectable, computed, effect, inject, signal, untracked } from '@angular/core';
import type { CandleEvent, CandleRow } from '@tideline/contracts';
import type { Observable, Subscription } from 'rxjs';
import { map } from 'rxjs';
import { ApiClient } from '../../core/api-client';
import type { LiveQuery } from '../../core/live-query';
import { liveQuery } from '../../core/live-query';
import { RealtimeClient } from '../../core/realtime-client';
import { joined, withCandle } from './candle-series';
import type { ChartChoice } from './chart-range';
import { intervalMs, mostCandles, spannedCandles } from './chart-range';

interface Question extends ChartChoice {
  symbol: string;
}

/** Candles loaded beyond the span at once, so that a little panning needs no request. */
const spare = 100;
const olderAtOnce = 1000;

/** The candles of one chart: the span asked for, older ones as the view reaches them, and the forming one from the live stream. */
@Injectable()
export class CandleStore {
  private readonly api = inject(ApiClient);
  private readonly realtime = inject(RealtimeClient);
  private readonly question = signal<Question | undefined>(undefined, { equal: sameQuestion });
  private readonly rows = signal<readonly CandleRow[]>([]);
  private readonly fetchingOlder = signal(false);
  private readonly oldest = signal(false);
  private warmup = 0;
  private olderRequest: Subscription | undefined;
  private tailRequest: Subscription | undefined;

  readonly query: LiveQuery<readonly CandleRow[]> = liveQuery({
    question: () => this.question(),
    load: (question) => this.load(question),
    everyMs: null,
  });
  readonly candles = this.rows.asReadonly();
  /** There are no candles before the first one here. */
  readonly complete = this.oldest.asReadonly();
  readonly loadingOlder = this.fetchingOlder.asReadonly();
  /** The first answer for this question is not here yet. */
  readonly loading = computed(() => this.query.loadedAt() === null && this.query.failure() === null);

  constructor() {
    effect(() => {
      const first = this.query.value();
      untracked(() => this.rows.set(first ?? []));
    });
    effect((onCleanup) => {
      const question = this.question();
      this.oldest.set(false);
      if (!question || question.range === 'custom') return;
      onCleanup(this.realtime.subscribe(`candles:${question.symbol}:${question.interval}`, (event) => this.take(event)));
    });
    inject(DestroyRef).onDestroy(() => this.stopRequests());
  }

  /** Asks for the candles of a choice, and `warmup` more before them; null asks for none. A choice that stands is not asked anew. */
  ask(symbol: string | null, choice: ChartChoice, warmup = 0): void {
    this.warmup = warmup;
    const question = symbol === null ? undefined : { symbol, ...choice };
    if (sameQuestion(question, untracked(this.question))) return;
    this.stopRequests();
    this.question.set(question);
  }

  /** Loads at least so many candles before the oldest one; does nothing while that is under way or when there are none. */
  loadOlder(count: number): void {
    const question = this.question();
    const oldest = this.rows()[0]?.[0];
    if (!question || oldest === undefined || this.fetchingOlder() || this.oldest() || this.query.value() === undefined) return;
    const wanted = Math.min(mostCandles, Math.max(olderAtOnce, count));
    this.fetchingOlder.set(true);
    this.olderRequest = this.api
      .candles(question.symbol, {
        interval: question.interval,
        from: Math.max(0, oldest - wanted * intervalMs[question.interval]),
        to: oldest,
      })
      .subscribe({
        next: ({ candles }) => {
          this.oldest.set(candles.length === 0);
          this.rows.update((rows) => joined(candles, rows));
          this.fetchingOlder.set(false);
        },
        error: () => this.fetchingOlder.set(false),
      });
  }

  private load(question: Question): Observable<readonly CandleRow[]> {
    const { symbol, interval, from, to } = question;
    const limit = Math.min(mostCandles, spannedCandles(question) + spare + this.warmup);
    // What is more than one answer holds comes as the view reaches it.
    const span =
      from !== null && to !== null
        ? { from: Math.max(0, from - this.warmup * intervalMs[interval], to - mostCandles * intervalMs[interval]), to }
        : { limit };
    return this.api.candles(symbol, { interval, ...span }).pipe(map((series) => series.candles));
  }

  private take({ candle }: CandleEvent): void {
    const question = this.question();
    const rows = this.rows();
    if (!candle || !question || this.query.value() === undefined) return;
    const last = rows.at(-1)?.[0];
    this.rows.set(withCandle(rows, candle));
    // After a pause the stream goes on with the candle of now: fetch what closed meanwhile.
    if (last !== undefined && candle[0] > last + intervalMs[question.interval]) this.fetchTail(question, last);
  }

  private fetchTail({ symbol, interval }: Question, from: number): void {
    this.tailRequest?.unsubscribe();
    const earliest = Date.now() - (mostCandles - 1) * intervalMs[interval];
    this.tailRequest = this.api
      .candles(symbol, { interval, from: Math.max(from, earliest), to: Date.now() + intervalMs[interval] })
      .subscribe({ next: ({ candles }) => this.rows.update((rows) => joined(candles, rows)), error: () => undefined });
  }

  private stopRequests(): void {
    this.olderRequest?.unsubscribe();
    this.tailRequest?.unsubscribe();
    this.fetchingOlder.set(false);
  }
}

function sameQuestion(a: Question | undefined, b: Question | undefined): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}
