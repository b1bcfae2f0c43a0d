import type { Signal } from '@angular/core';
import { DOCUMENT, DestroyRef, computed, effect, inject, signal, untracked } from '@angular/core';
import type { Observable, Subscription } from 'rxjs';
import { Connectivity } from './connectivity';
import { RealtimeClient } from './realtime-client';
import type { RequestFailure } from './problem';
import { toFailure } from './problem';

const firstRetryMs = 2000;
const slowestRetryMs = 30_000;

/** A question to the API that is asked again by itself; the last answer stays while the next one is fetched or fails. */
export interface LiveQuery<T> {
  /** The newest answer; undefined until there is one for the present question. */
  readonly value: Signal<T | undefined>;
  /** The failure of the latest attempt; null once one succeeded. */
  readonly failure: Signal<RequestFailure | null>;
  /** When the newest answer arrived, epoch ms on this device. */
  readonly loadedAt: Signal<number | null>;
  /** When a failed question is asked again, epoch ms on this device; null when it is not. */
  readonly retryAt: Signal<number | null>;
  /** Asks again now. */
  retry(): void;
}

export interface LiveQueryOptions<Q, T> {
  /** The question; a change asks anew and drops the old answer, undefined asks nothing. */
  question: () => Q | undefined;
  load: (question: Q) => Observable<T>;
  /** How long an answer is good for; null: until the question changes. */
  everyMs: number | null;
}

class Runner<Q, T> implements LiveQuery<T> {
  readonly value = signal<T | undefined>(undefined);
  readonly failure = signal<RequestFailure | null>(null);
  readonly loadedAt = signal<number | null>(null);
  readonly retryAt = signal<number | null>(null);
  private asked: Q | undefined;
  private failures = 0;
  private dueAt = 0;
  private timer: ReturnType<typeof setTimeout> | undefined;
  private running: Subscription | undefined;

  constructor(
    private readonly options: LiveQueryOptions<Q, T>,
    private readonly hidden: () => boolean,
  ) {}

  ask(question: Q | undefined): void {
    this.stop();
    this.asked = question;
    this.failures = 0;
    this.value.set(undefined);
    this.failure.set(null);
    this.loadedAt.set(null);
    this.retry();
  }

  retry(): void {
    this.stop();
    this.retryAt.set(null);
    if (this.asked === undefined) return;
    this.running = this.options
      .load(this.asked)
      .subscribe({ next: (value) => this.take(value), error: (error: unknown) => this.fail(error) });
  }

  /** Catches up after the page was hidden or the network was away. */
  wake(): void {
    if (this.dueAt > 0 && Date.now() >= this.dueAt) this.retry();
  }

  stop(): void {
    clearTimeout(this.timer);
    this.dueAt = 0;
    this.running?.unsubscribe();
  }

  private take(value: T): void {
    this.failures = 0;
    this.value.set(value);
    this.failure.set(null);
    this.loadedAt.set(Date.now());
    if (this.options.everyMs !== null) this.schedule(this.options.everyMs);
  }

  private fail(error: unknown): void {
    const failure = toFailure(error, navigator.onLine);
    this.failure.set(failure);
    if (!failure.worthRetrying) return;
    const waitMs = Math.max(failure.retryAfterMs ?? 0, Math.min(slowestRetryMs, firstRetryMs * 2 ** this.failures));
    this.failures += 1;
    this.retryAt.set(Date.now() + waitMs);
    this.schedule(waitMs);
  }

  private schedule(waitMs: number): void {
    this.dueAt = Date.now() + waitMs;
    this.timer = setTimeout(() => {
      if (!this.hidden()) this.retry();
    }, waitMs);
  }
}

/** Starts a live query in an injection context; it ends with that context, and rests while the page is hidden. */
export function liveQuery<Q, T>(options: LiveQueryOptions<Q, T>): LiveQuery<T> {
  const document = inject(DOCUMENT);
  const connectivity = inject(Connectivity);
  const realtime = inject(RealtimeClient);
  const runner = new Runner(options, () => document.hidden);
  const wake = (): void => runner.wake();
  document.addEventListener('visibilitychange', wake);
  const question = computed(options.question);
  effect(() => {
    const asked = question();
    untracked(() => runner.ask(asked));
  });
  effect(() => {
    if (connectivity.online()) untracked(() => runner.failure()?.kind === 'offline' && runner.retry());
  });
  // The stream is back, so the server answers again: what it did not answer is asked at once.
  effect(() => {
    if (realtime.state() === 'live') untracked(() => runner.failure()?.kind === 'unreachable' && runner.retry());
  });
  inject(DestroyRef).onDestroy(() => {
    document.removeEventListener('visibilitychange', wake);
    runner.stop();
  });
  return runner;
}
