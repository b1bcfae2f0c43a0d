import { setTimeout as sleep } from 'node:timers/promises';
import { Logger } from '@nestjs/common';
import { Turn } from '../../../platform/turns/turn';
import type { ReadColumns } from '../../market';
import { usualReturns, type StepCloses, type UsualByWindow } from '../domain/usual-returns';

const dayMs = 86_400_000;
/** A window more than 30 days, so that the first of them have returns, too. */
const reachMs = 30 * dayMs + 3_600_000;
/** The last hour and what a price may stand before it. */
const minutes = 75;

/** What was learnt of an asset: what is usual, of which closes, and its newest minutes as `[openMs, close]`. */
export interface Learnt {
  usual: UsualByWindow;
  past: StepCloses;
  minutes: (readonly [number, number])[];
}

export interface LearningParts {
  columns: Pick<ReadColumns, 'newest' | 'series'>;
  /** Whom to learn, at the moment. */
  symbols: () => string[];
  learnt: (symbol: string, learnt: Learnt) => Promise<void>;
}

/** Real time in ms. What is usual over 30 days hardly moves in an hour; a pause leaves the process to its other work. */
const timing = { firstMs: 2_000, freshMs: 3_600_000, outdatedMs: 60_000, pieceMs: 40, pauseMs: 250, retryMs: 10_000 };

/**
 * Learns what is usual for each asset from its stored candles, one asset after the other, in the background: at the start, every hour,
 * and within a minute or so of a change of its history.
 */
export class LearnReturns {
  private readonly log = new Logger('LearnReturns');
  private readonly learntAt = new Map<string, number>();
  private readonly outdated = new Set<string>();
  private failing = false;

  constructor(
    private readonly parts: LearningParts,
    private readonly pace: typeof timing = timing,
  ) {}

  /** Its stored candles have changed. */
  outdate(symbols: readonly string[]): void {
    for (const symbol of symbols) this.outdated.add(symbol);
  }

  /** Resolves when aborted. */
  async run(signal: AbortSignal): Promise<void> {
    await this.pause(this.pace.firstMs, signal);
    while (!signal.aborted) {
      const symbol = this.next(performance.now());
      if (symbol !== null) await this.learn(symbol, signal);
      await this.pause(this.failing ? this.pace.retryMs : this.pace.pauseMs, signal);
    }
  }

  private next(now: number): string | null {
    const isDue = (symbol: string): boolean => {
      const age = now - (this.learntAt.get(symbol) ?? -Infinity);
      return age > this.pace.freshMs || (this.outdated.has(symbol) && age > this.pace.outdatedMs);
    };
    return this.parts.symbols().find(isDue) ?? null;
  }

  private async learn(symbol: string, signal: AbortSignal): Promise<void> {
    this.outdated.delete(symbol);
    try {
      const past = await this.read(symbol, signal);
      const recent = (await this.parts.columns.newest([symbol], '1m', minutes)).get(symbol);
      this.learntAt.set(symbol, performance.now());
      this.failing = false;
      if (recent === undefined || signal.aborted) return;
      const newest = Array.from(recent.at, (at, index) => [at, recent.close[index] as number] as const);
      await this.parts.learnt(symbol, { usual: await usualByWindow(past), past, minutes: newest });
    } catch (error) {
      if (!this.failing)
        this.log.warn(`what is usual for ${symbol} could not be read: ${error instanceof Error ? error.message : String(error)}`);
      this.failing = true;
    }
  }

  /** Day by day with pauses: where candles are computed on read, a month at once would slow everybody else down. */
  private async read(symbol: string, signal: AbortSignal): Promise<StepCloses> {
    const at: number[] = [];
    const close: number[] = [];
    const now = Date.now();
    for (let from = now - reachMs; from < now && !signal.aborted; from += dayMs) {
      const { candles } = await this.parts.columns.series(symbol, { interval: '5m', from, to: Math.min(from + dayMs, now) });
      at.push(...candles.at);
      close.push(...candles.close);
      await this.pause(this.pace.pieceMs, signal);
    }
    return { at: Float64Array.from(at), close: Float64Array.from(close) };
  }

  private async pause(ms: number, signal: AbortSignal): Promise<void> {
    await sleep(ms, undefined, { signal, ref: false }).catch(() => undefined);
  }
}

/** Each window takes some milliseconds, so others get their turn in between. */
async function usualByWindow(closes: StepCloses): Promise<UsualByWindow> {
  const turn = new Turn();
  await turn.next();
  const short = usualReturns(closes, 5);
  await turn.next();
  const middle = usualReturns(closes, 15);
  await turn.next();
  return { 5: short, 15: middle, 60: usualReturns(closes, 60) };
}
