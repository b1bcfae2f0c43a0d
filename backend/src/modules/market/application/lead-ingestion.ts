import { Inject, Injectable, type BeforeApplicationShutdown, type OnApplicationBootstrap } from '@nestjs/common';
import type { DataMode } from '@tideline/contracts';
import { CONFIG, type Config } from '../../../platform/config/config';
import { Leadership } from '../../../platform/database/leadership';
import { EventBridge } from '../../../platform/events/event-bridge';
import { DATA_MODE } from './data-mode';
import { Ingestion } from './ingestion';
import { MARKET_SOURCES, type MarketSources } from './market-sources';
import './market-events';
import { MarketStorage } from './market-storage';

/** Runs ingestion in at most one of the processes that have the role. */
@Injectable()
export class LeadIngestion implements OnApplicationBootstrap, BeforeApplicationShutdown {
  readonly ingestion: Ingestion;
  private readonly leadership: Leadership;
  private endNews: () => void = () => undefined;

  constructor(
    @Inject(MarketStorage) storage: MarketStorage,
    @Inject(EventBridge) private readonly bridge: EventBridge,
    @Inject(CONFIG) config: Config,
    @Inject(DATA_MODE) dataMode: DataMode,
    @Inject(MARKET_SOURCES) sources: MarketSources,
  ) {
    this.ingestion = new Ingestion(storage.database, sources.venues, bridge, {
      assets: config.ASSETS,
      dataMode,
      diskLow: () => storage.freeDisk.state.scarce,
      ensureRange: (table, from, to) => storage.partitions.ensureRange(table, { from, to }),
    });
    // Without Redis no process stands by, so nothing is won by dropping what waits to be stored.
    const options = { keep: config.REDIS_URL === undefined };
    this.leadership = new Leadership({ connectionString: storage.address }, 'market ingestion', this.ingestion, options);
  }

  async onApplicationBootstrap(): Promise<void> {
    // News may be lost, and the list may be unreadable just now: ingestion looks at it by itself every few seconds.
    this.endNews = this.bridge.subscribe('market.assets-changed', () => void this.ingestion.follow().catch(() => undefined));
    await this.leadership.start();
  }

  async beforeApplicationShutdown(): Promise<void> {
    this.endNews();
    await this.leadership.stop();
  }
}
