import { setTimeout as sleep } from 'node:timers/promises';
import type { LateTrades } from './late-trades';
import type { LateTrade } from './trade-intake';

const retryMs = 1_000;
/** More are not kept; the ledger has not seen them, and where they matter it finds their ids missing. */
const mostWaiting = 50_000;

/** Stores the late trades of the streams one lot after the other, each again until it is stored. */
export class LateQueue {
  private waiting = 0;
  private line: Promise<void> = Promise.resolve();
  private readonly stopping = new AbortController();

  constructor(private readonly late: LateTrades) {}

  add(trades: LateTrade[]): void {
    if (this.waiting + trades.length > mostWaiting) return;
    this.waiting += trades.length;
    this.line = this.line.then(() => this.store(trades)).finally(() => (this.waiting -= trades.length));
  }

  async stop(): Promise<void> {
    this.stopping.abort();
    await this.line;
  }

  private async store(trades: LateTrade[]): Promise<void> {
    const { signal } = this.stopping;
    for (;;) {
      try {
        return await this.late.store(trades);
      } catch {
        // The batch writer says what is wrong with the database; here it is only waited for.
        if (signal.aborted) return;
        await sleep(retryMs, undefined, { signal }).catch(() => undefined);
      }
    }
  }
}
