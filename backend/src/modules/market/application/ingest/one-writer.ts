import { Database, type Transaction } from '../../../../platform/database/database';

const dayMs = 24 * 3_600_000;

/**
 * Runs our writing transactions one after the other. They touch the same candle rows in different orders; side by side they would
 * deadlock each other.
 */
export class OneWriter {
  private line: Promise<unknown> = Promise.resolve();
  /** Days of each table that are known to be ready. */
  private readonly ready = new Map<string, Set<number>>();

  constructor(
    private readonly database: Database,
    private readonly ensureRange: (table: string, fromAt: number, toAt: number) => Promise<void>,
  ) {}

  /** Gives what `work` returned once it is committed; rejects with its error when it was rolled back. */
  async write<T>(work: (tx: Transaction) => Promise<T>): Promise<T> {
    const turn = this.line.then(() => this.database.transaction(work));
    this.line = turn.catch(() => undefined);
    return turn;
  }

  /** Makes sure that rows of these times can be stored in `table`. */
  async prepare(table: string, times: readonly number[]): Promise<void> {
    const ready = this.ready.get(table) ?? new Set<number>();
    const days = new Set<number>();
    for (const at of times) {
      const day = Math.floor(at / dayMs);
      if (!ready.has(day)) days.add(day);
    }
    if (days.size === 0) return;
    await this.ensureRange(table, Math.min(...days) * dayMs, (Math.max(...days) + 1) * dayMs);
    for (const day of days) ready.add(day);
    this.ready.set(table, ready);
  }
}
