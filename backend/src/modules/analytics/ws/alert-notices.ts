import { Inject, Injectable, Logger, type OnApplicationBootstrap, type OnModuleDestroy, type OnModuleInit } from '@nestjs/common';
import type { MarketAlert } from '@tideline/contracts';
import { EventBridge } from '../../../platform/events/event-bridge';
import { LiveBoard } from '../../../platform/realtime/live/live-board';
import '../application/analytics-events';
import { ListAlerts } from '../application/list-alerts';

/** How many a snapshot of `global` holds. */
const shown = 5;
/** What was told while nobody could hear it is seen by then. */
const readAgainMs = 60_000;

/** Posts market alerts on `global`, and shows the newest ones in its snapshot. */
@Injectable()
export class AlertNotices implements OnModuleInit, OnApplicationBootstrap, OnModuleDestroy {
  private readonly log = new Logger('AlertNotices');
  private newest: MarketAlert[] = [];
  private unsubscribe: () => void = () => undefined;
  private timer: NodeJS.Timeout | undefined;

  constructor(
    @Inject(EventBridge) private readonly bridge: EventBridge,
    @Inject(LiveBoard) private readonly board: LiveBoard,
    @Inject(ListAlerts) private readonly alerts: ListAlerts,
  ) {}

  onModuleInit(): void {
    this.board.show('alerts', () => this.newest);
    this.unsubscribe = this.bridge.subscribe('analytics.alert', ({ alert }) => this.take(alert));
  }

  async onApplicationBootstrap(): Promise<void> {
    this.timer = setInterval(() => void this.read(), readAgainMs);
    await this.read();
  }

  onModuleDestroy(): void {
    this.unsubscribe();
    clearInterval(this.timer);
  }

  private take(alert: MarketAlert): void {
    const others = this.newest.filter(({ id }) => id !== alert.id);
    this.newest = [alert, ...others].sort((a, b) => b.detectedAt.localeCompare(a.detectedAt)).slice(0, shown);
    // One move is one alert: that it has grown since shows in the snapshot and in the list.
    if (alert.updatedAt === alert.detectedAt) this.board.post({ event: 'marketAlert', key: alert.id, body: { alert } });
  }

  private async read(): Promise<void> {
    try {
      this.newest = (await this.alerts.page({ limit: shown })).items;
    } catch (error) {
      this.log.debug(`the newest alerts could not be read: ${String(error)}`);
    }
  }
}
