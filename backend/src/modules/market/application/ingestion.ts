import type { DataMode } from '@tideline/contracts';
import { Database } from '../../../platform/database/database';
import { EventBridge } from '../../../platform/events/event-bridge';
import type { Venue } from '../venues/venue';

export interface IngestionOptions {
  /** Symbols tracked when the database is new. */
  assets: readonly string[];
  dataMode: DataMode;
  /** True while raw trades must not be stored: the disk is nearly full. */
  diskLow?: () => boolean;
  /** Called before rows of these times (epoch ms) are written to `table`. */
  ensureRange?: (table: string, fromAt: number, toAt: number) => Promise<void>;
}

/**
 * Takes in what the venues say: stores trades and candles, finds and repairs holes, keeps the consolidated prices, and announces on the
 * bridge what was stored. A Duty: one process at a time runs it; it can be started again after `stop`.
 */
export class Ingestion {
  constructor(
    private readonly database: Database,
    private readonly venues: readonly Venue[],
    private readonly bridge: EventBridge,
    private readonly options: IngestionOptions,
  ) {}

  async start(): Promise<void> {
    this.bridge.publish('market.assets', { at: Date.now() });
    await this.follow();
  }

  /** Reads again which assets are tracked and follows exactly those. */
  async follow(): Promise<void> {
    await this.database.query('SELECT $1::text[]', [this.options.assets]);
  }

  async stop(): Promise<void> {
    await Promise.all(this.venues.map((venue) => venue.stop()));
  }
}
