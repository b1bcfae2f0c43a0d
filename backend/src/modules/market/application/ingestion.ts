import { Database } from '../../../platform/database/database';
import { EventBridge } from '../../../platform/events/event-bridge';
import type { Venue } from '../venues/venue';
import { IngestionRun, type IngestionOptions } from './ingest/ingestion-run';
import type { IngestionFigures } from './ingest/ingestion-figures';

export type { IngestionFigures, IngestionOptions };

/**
 * Takes in what the venues say: stores trades and candles, finds and repairs holes, keeps the consolidated prices, and announces on the
 * bridge what was stored. A Duty: one process at a time runs it; it can be started again after `stop`.
 */
export class Ingestion {
  private run: IngestionRun | null = null;

  constructor(
    private readonly database: Database,
    private readonly venues: readonly Venue[],
    private readonly bridge: EventBridge,
    private readonly options: IngestionOptions,
  ) {}

  /** Resolves when the stored state is loaded and the venues' streams are being opened. */
  async start(): Promise<void> {
    if (this.run !== null) return;
    this.run = new IngestionRun(this.database, this.venues, this.bridge, this.options);
    await this.run.start();
  }

  /** Reads again which assets are tracked and follows exactly those; noticed by itself within a few seconds. */
  async follow(): Promise<void> {
    await this.run?.follow();
  }

  /** Ends the streams, stores what is left and ends every repair and back-fill where it stands. */
  async stop(): Promise<void> {
    const run = this.run;
    this.run = null;
    await run?.stop();
  }

  /** Gives the figures of the running ingestion for metrics; null in a process that does not ingest. */
  figures(): IngestionFigures | null {
    return this.run?.figures() ?? null;
  }
}
