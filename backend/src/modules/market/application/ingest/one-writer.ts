import { Database, type Transaction } from '../../../../platform/database/database';

/**
 * Runs our writing transactions one after the other. They touch the same candle rows in different orders; side by side they would
 * deadlock each other.
 */
export class OneWriter {
  private line: Promise<unknown> = Promise.resolve();

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
    if (times.length === 0) return;
    const fromAt = times.reduce((least, at) => Math.min(least, at), Infinity);
    const toAt = times.reduce((most, at) => Math.max(most, at), -Infinity);
    await this.ensureRange(table, fromAt, toAt);
  }
}
