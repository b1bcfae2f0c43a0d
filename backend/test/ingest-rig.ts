import { Logger } from '@nestjs/common';
import { LocalEventBridge } from '../src/platform/events/local-event-bridge';
import type { BridgeEventName, BridgeEvents } from '../src/platform/events/event-bridge';
import type { Database } from '../src/platform/database/database';
import { Ingestion } from '../src/modules/market/application/ingestion';
import type { Venue } from '../src/modules/market/venues/venue';

export { until } from './until';

// What is logged during faults is expected.
Logger.overrideLogger(false);

/** Ingestion on a real database, with everything that it announced. */
export class IngestRig {
  readonly bridge = new LocalEventBridge();
  readonly told: { name: BridgeEventName; event: BridgeEvents[BridgeEventName] }[] = [];
  ingestion: Ingestion;

  constructor(
    readonly database: Database,
    private readonly venues: () => Venue[],
    private readonly assets: string[],
    private readonly diskLow: () => boolean = () => false,
  ) {
    for (const name of ['market.trades', 'market.candles', 'market.prices', 'market.venues', 'market.history'] as const) {
      this.bridge.subscribe(name, (event) => this.told.push({ name, event }));
    }
    this.ingestion = this.assemble();
  }

  /** Another process on the same database: nothing of the first one's memory is left. */
  restart(): void {
    this.ingestion = this.assemble();
  }

  of<N extends BridgeEventName>(name: N): BridgeEvents[N][] {
    return this.told.filter((one) => one.name === name).map((one) => one.event as BridgeEvents[N]);
  }

  private assemble(): Ingestion {
    return new Ingestion(this.database, this.venues(), this.bridge, { assets: this.assets, dataMode: 'live', diskLow: this.diskLow });
  }
}
