import { withoutRuns, type IdRun } from './id-runs';

/** A run of trade ids that the venue has given out and we have not seen: `afterId < id < beforeId`, between the two times (epoch ms). */
export interface Hole {
  afterId: number;
  beforeId: number;
  fromAt: number;
  toAt: number;
}

interface MissingRun extends IdRun {
  fromAt: number;
  toAt: number;
  /** When it counts as a hole (local ms); Infinity once it was reported. */
  dueAt: number;
}

/** What is known of a market from before: the largest stored id and its time, and the runs of ids that are missing below it. */
export interface LedgerState {
  lastId: number;
  lastAt: number;
  missing: KnownMissing[];
}

/** A run that was missing when it was last looked at; `reported` = it is kept as a hole already. */
export interface KnownMissing extends IdRun {
  fromAt: number;
  toAt: number;
  reported: boolean;
}

/** Late frames overtake each other by less than this. */
const jumpGraceMs = 1_000;
/** A heartbeat may name a trade that is still on its way. */
const hintGraceMs = 2_000;

/**
 * The trade ids of one market. Venues count up by one per market, so every id is new, known, or missing: the ledger holds the largest
 * id and the runs still missing below it, which makes duplicates and holes exact however the frames are shuffled.
 */
export class TradeLedger {
  private lowest: number;
  private highest: number;
  private highestAt: number;
  private missing: MissingRun[] = [];

  /** `state` null = a market never seen before: whatever comes first is where its history begins. */
  constructor(state: LedgerState | null) {
    this.lowest = state === null ? Infinity : 0;
    this.highest = state?.lastId ?? -Infinity;
    this.highestAt = state?.lastAt ?? 0;
    for (const { from, to, fromAt, toAt, reported } of state?.missing ?? []) {
      this.missing.push({ from, to, fromAt, toAt, dueAt: reported ? Infinity : 0 });
    }
    this.missing.sort((a, b) => a.from - b.from);
  }

  /** The largest id that is known to exist; null before the first. */
  get lastId(): number | null {
    return Number.isFinite(this.highest) ? this.highest : null;
  }

  /** True when no id up to the largest is missing. */
  get whole(): boolean {
    return this.missing.length === 0;
  }

  /** Takes the id of a trade that arrived; false = it was there before. `now` is the local clock. */
  observe(tradeId: number, tradedAt: number, now: number): boolean {
    if (tradeId > this.highest) {
      if (tradeId > this.highest + 1) this.extend(tradeId, tradedAt, now + jumpGraceMs);
      this.highest = tradeId;
      this.highestAt = Math.max(this.highestAt, tradedAt);
      return true;
    }
    if (tradeId < this.lowest) return this.beginEarlier(tradeId);
    return this.fill(tradeId, tradedAt);
  }

  /** True when this id was observed, or settled as one that will not come. */
  has(tradeId: number): boolean {
    if (tradeId > this.highest || tradeId < this.lowest) return false;
    return !this.missing.some((run) => tradeId >= run.from && tradeId <= run.to);
  }

  /** Takes word that the venue's newest trade is `lastTradeId`; what is missing up to it becomes a hole unless it still arrives. */
  hint(lastTradeId: number, at: number, now: number): void {
    if (lastTradeId <= this.highest) return;
    this.extend(lastTradeId + 1, at, now + hintGraceMs);
    this.highest = lastTradeId;
    this.highestAt = Math.max(this.highestAt, at);
  }

  /** Gives the holes whose grace is over, each once. They stay fillable until `close`. */
  dueHoles(now: number): Hole[] {
    if (this.missing.length === 0) return [];
    const due = this.missing.filter((run) => run.dueAt <= now);
    for (const run of due) run.dueAt = Infinity;
    return due.map((run) => ({ afterId: run.from - 1, beforeId: run.to + 1, fromAt: run.fromAt, toAt: run.toAt }));
  }

  /** The hole is settled: what is still missing in it does not exist, or will not come as trades. */
  close(hole: { afterId: number; beforeId: number }): void {
    this.missing = withoutRuns(this.missing, [{ from: hole.afterId + 1, to: hole.beforeId - 1 }]);
  }

  /** Books the ids between the largest and `beforeId` as missing; in a market never seen before, history begins at `beforeId`. */
  private extend(beforeId: number, at: number, dueAt: number): void {
    if (this.lowest === Infinity) {
      this.lowest = beforeId;
      return;
    }
    this.missing.push({ from: this.highest + 1, to: beforeId - 1, fromAt: Math.min(this.highestAt, at), toAt: at, dueAt });
  }

  private beginEarlier(tradeId: number): boolean {
    if (tradeId < this.lowest - 1) {
      this.missing.unshift({ from: tradeId + 1, to: this.lowest - 1, fromAt: 0, toAt: 0, dueAt: Infinity });
    }
    this.lowest = tradeId;
    return true;
  }

  private fill(tradeId: number, tradedAt: number): boolean {
    const index = this.missing.findIndex((run) => tradeId >= run.from && tradeId <= run.to);
    const run = this.missing[index];
    if (run === undefined) return false;
    const parts = [
      { ...run, to: tradeId - 1, toAt: Math.min(run.toAt, tradedAt) },
      { ...run, from: tradeId + 1, fromAt: Math.max(run.fromAt, tradedAt) },
    ].filter((part) => part.from <= part.to);
    this.missing.splice(index, 1, ...parts);
    return true;
  }
}
