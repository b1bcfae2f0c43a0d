import { setImmediate as nextTurn, setTimeout as sleep } from 'node:timers/promises';
import { Logger } from '@nestjs/common';
import type { ReadColumns } from '../../market';
import { stepMs, usualReturns, type StepCloses, type UsualByWindow } from '../domain/usual-returns';

const usualOverMs = 30 * 86_400_000;
/** A window more, so that the first of the 30 days have returns, too. */
const steps = usualOverMs / stepMs + 12;
/** The last hour and what a price may stand before it. */
const minutes = 75;

/** What was learnt of an asset: what is usual, and its newest minutes as `[openMs, close]`. */
export interface Learnt {
  usual: UsualByWindow;
  minutes: (readonly [number, number])[];
}

export interface LearningParts {
  columns: Pick<ReadColumns, 'newest'>;
  /** Whom to learn, at the moment. */
  symbols: () => string[];
  learnt: (symbol: string, learnt: Learnt) => void;
}

/** Real time in ms. What is usual over 30 days hardly moves in an hour; a pause leaves the process to its other work. */
const timing = { firstMs: 2_000, freshMs: 3_600_000, outdatedMs: 60_000, pauseMs: 500, retryMs: 10_000 };

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
    const pause = (ms: number): Promise<void> => sleep(ms, undefined, { signal, ref: false }).catch(() => undefined);
    await pause(this.pace.firstMs);
    while (!signal.aborted) {
      const symbol = this.next(performance.now());
      if (symbol !== null) await this.learn(symbol);
      await pause(this.failing ? this.pace.retryMs : this.pace.pauseMs);
    }
  }

  private next(now: number): string | null {
    const isDue = (symbol: string): boolean => {
      const age = now - (this.learntAt.get(symbol) ?? -Infinity);
      return age > this.pace.freshMs || (this.outdated.has(symbol) && age > this.pace.outdatedMs);
    };
    return this.parts.symbols().find(isDue) ?? null;
  }

  private async learn(symbol: string): Promise<void> {
    this.outdated.delete(symbol);
    try {
      const { columns, learnt } = this.parts;
      const past = (await columns.newest([symbol], '5m', steps)).get(symbol);
      const recent = (await columns.newest([symbol], '1m', minutes)).get(symbol);
      this.learntAt.set(symbol, performance.now());
      this.failing = false;
      if (past === undefined || recent === undefined) return;
      const newest = Array.from(recent.at, (at, index) => [at, recent.close[index] as number] as const);
      learnt(symbol, { usual: await usualByWindow(past), minutes: newest });
    } catch (error) {
      if (!this.failing)
        this.log.warn(`what is usual for ${symbol} could not be read: ${error instanceof Error ? error.message : String(error)}`);
      this.failing = true;
    }
  }
}

/** Each window takes some milliseconds, so others get their turn in between. */
async function usualByWindow(closes: StepCloses): Promise<UsualByWindow> {
  const short = usualReturns(closes, 5);
  await nextTurn();
  const middle = usualReturns(closes, 15);
  await nextTurn();
  return { 5: short, 15: middle, 60: usualReturns(closes, 60) };
}
