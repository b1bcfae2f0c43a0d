import { Global, Inject, Module, type OnApplicationShutdown } from '@nestjs/common';
import { CONFIG, type Config } from '../config/config';
import { EventBridge } from './event-bridge';
import { LocalEventBridge } from './local-event-bridge';
import { RedisEventBridge } from './redis-event-bridge';

/** Gives every module the `EventBridge`: inside the process, or over Redis when REDIS_URL is set. */
@Global()
@Module({
  providers: [
    {
      provide: EventBridge,
      inject: [CONFIG],
      useFactory: (config: Config): EventBridge =>
        config.REDIS_URL === undefined ? new LocalEventBridge() : new RedisEventBridge(config.REDIS_URL),
    },
  ],
  exports: [EventBridge],
})
export class EventsModule implements OnApplicationShutdown {
  constructor(@Inject(EventBridge) private readonly bridge: EventBridge) {}

  async onApplicationShutdown(): Promise<void> {
    await this.bridge.close();
  }
}
