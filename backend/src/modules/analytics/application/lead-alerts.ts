import { Inject, Injectable, type BeforeApplicationShutdown, type OnApplicationBootstrap } from '@nestjs/common';
import { CONFIG, type Config } from '../../../platform/config/config';
import { DATABASE_ADDRESS } from '../../../platform/database/database-address';
import { Leadership } from '../../../platform/database/leadership';
import { EventBridge } from '../../../platform/events/event-bridge';
import { MarketView, ReadColumns } from '../../market';
import { MarketAlerts } from '../db/market-alerts.repository';
import { WatchMoves } from './watch-moves';

/** Watches the market for moves that stand out in one of the processes that serve: they know the assets and hear every price. */
@Injectable()
export class LeadAlerts implements OnApplicationBootstrap, BeforeApplicationShutdown {
  /** What this process has found, and knows. */
  readonly watch: Pick<WatchMoves, 'raised' | 'assetsLearnt'>;
  private readonly leadership: Leadership;

  constructor(
    @Inject(CONFIG) config: Config,
    @Inject(DATABASE_ADDRESS) address: string,
    @Inject(EventBridge) bridge: EventBridge,
    @Inject(MarketView) market: MarketView,
    @Inject(ReadColumns) columns: ReadColumns,
    @Inject(MarketAlerts) alerts: MarketAlerts,
  ) {
    const watch = new WatchMoves({
      bridge,
      columns,
      alerts,
      symbols: () => market.catalog.assets().map(({ symbol }) => symbol),
      threshold: config.MARKET_ALERT_THRESHOLD,
      dataMode: market.dataMode,
    });
    this.watch = watch;
    this.leadership = new Leadership({ connectionString: address }, 'market alerts', watch, { keep: config.REDIS_URL === undefined });
  }

  async onApplicationBootstrap(): Promise<void> {
    await this.leadership.start();
  }

  async beforeApplicationShutdown(): Promise<void> {
    await this.leadership.stop();
  }
}
