import { setTimeout as sleep } from 'node:timers/promises';
import { Logger } from '@nestjs/common';
import type { DataMode, MarketAlert } from '@tideline/contracts';
import type { MarketAlerts, StoredAlert } from '../db/market-alerts.repository';
import type { Direction } from '../domain/market-move';
import type { WatchedMove } from '../domain/move-watch';
import type { PastMove } from '../domain/past-moves';
import './analytics-events';
import { toldAlert } from './told-alert';

export interface KeepingParts {
  alerts: MarketAlerts;
  announce: (alert: MarketAlert) => void;
  /** Counts the moves that were stored and told, those found in history left out. */
  raised: Record<Direction, number>;
  dataMode: DataMode;
  signal: AbortSignal;
}

/** What is kept of one asset: each step waits for the one before it. */
interface Kept {
  /** Null for a move that another process has stored: that one tells it. */
  id: number | null;
  work: Promise<void>;
  /** Stronger figures that wait to be stored; replaced by still stronger ones of the same move. */
  growing: { move: WatchedMove } | null;
}

/** A move that grows is stored at most once in this time. */
const growMs = 1_000;
const retryMs = 2_000;
const stopWithinMs = 3_000;

/** Stores moves in the order in which they happened, and announces each once it is stored. A database that is away is waited for. */
export class KeepMoves {
  private readonly log = new Logger('KeepMoves');
  private readonly kept = new Map<string, Kept>();

  constructor(private readonly parts: KeepingParts) {}

  /** Goes on with a move that is stored. */
  resume({ symbol, id }: StoredAlert): void {
    this.keptOf(symbol).id = id;
  }

  begin(move: WatchedMove): void {
    const kept = this.keptOf(move.symbol);
    this.then(kept, async () => {
      kept.id = await this.parts.alerts.begin(move);
      if (kept.id === null) return;
      this.parts.raised[move.direction] += 1;
      this.announce(move, kept.id);
    });
  }

  strengthen(move: WatchedMove): void {
    const kept = this.keptOf(move.symbol);
    if (kept.growing?.move.detectedAt === move.detectedAt) {
      kept.growing.move = move;
      return;
    }
    const growing = { move };
    kept.growing = growing;
    this.then(kept, async () => {
      await this.pause(growMs);
      if (kept.growing === growing) kept.growing = null;
      if (kept.id === null) return;
      await this.parts.alerts.strengthen({ ...growing.move, id: kept.id });
      this.announce(growing.move, kept.id);
    });
  }

  end(symbol: string, at: number): void {
    const kept = this.keptOf(symbol);
    this.then(kept, async () => {
      if (kept.id !== null) await this.parts.alerts.end(kept.id, at);
      kept.id = null;
    });
  }

  /** Stores moves that were found in history, unless they are stored: they are no news, so nobody is told. */
  add(symbol: string, moves: readonly PastMove[]): void {
    this.then(this.keptOf(symbol), async () => {
      for (const move of moves) await this.parts.alerts.add(move);
    });
  }

  /** Resolves when everything that happened is stored; after the abort within some seconds, stored or not. */
  async settled(): Promise<void> {
    const stored = Promise.all([...this.kept.values()].map(({ work }) => work));
    await Promise.race([stored, sleep(stopWithinMs, undefined, { ref: false })]);
  }

  private keptOf(symbol: string): Kept {
    let kept = this.kept.get(symbol);
    if (kept === undefined) {
      kept = { id: null, work: Promise.resolve(), growing: null };
      this.kept.set(symbol, kept);
    }
    return kept;
  }

  private announce(move: WatchedMove, id: number): void {
    this.parts.announce(toldAlert({ ...move, id, foundLater: false }, this.parts.dataMode));
  }

  private then(kept: Kept, step: () => Promise<void>): void {
    kept.work = kept.work.then(() => this.persist(step));
  }

  private async persist(step: () => Promise<void>): Promise<void> {
    for (let attempt = 1; ; attempt += 1) {
      try {
        return await step();
      } catch (error) {
        if (attempt === 1)
          this.log.warn(`a market alert could not be stored yet: ${error instanceof Error ? error.message : String(error)}`);
        if (this.parts.signal.aborted) return;
        await this.pause(retryMs);
      }
    }
  }

  private async pause(ms: number): Promise<void> {
    await sleep(ms, undefined, { signal: this.parts.signal, ref: false }).catch(() => undefined);
  }
}
