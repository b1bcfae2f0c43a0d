import { randomUUID } from 'node:crypto';
import { Logger } from '@nestjs/common';
import { Redis } from 'ioredis';
import { EventBridge, type BridgeEventName, type BridgeEvents } from './event-bridge';
import { LocalEventBridge } from './local-event-bridge';
import { comesBack } from './redis-options';

/** What waits for Redis to confirm; beyond it news is dropped rather than queued without end. */
const maxUnconfirmed = 10_000;

/**
 * Carries events inside this process at once, and to the other processes through Redis pub/sub, each exactly once per process.
 * News that is published while Redis is away reaches this process only: whoever reads it must live with a hole and read the database.
 */
export class RedisEventBridge extends EventBridge {
  private readonly log = new Logger('RedisEventBridge');
  private readonly local = new LocalEventBridge();
  private readonly self = randomUUID();
  private readonly publisher: Redis;
  private readonly subscriber: Redis;
  private readonly channel: string;
  private unconfirmed = 0;
  /** Events that the other processes have not heard of. */
  private dropped = 0;

  constructor(url: string) {
    super();
    this.publisher = new Redis(url, { ...comesBack, enableOfflineQueue: false, maxRetriesPerRequest: 0 });
    // It waits for Redis as long as it takes: a subscription that was given up would not come back with the connection.
    this.subscriber = new Redis(url, { ...comesBack, maxRetriesPerRequest: null });
    // Pub/sub ignores the database number, so two installs on one Redis are kept apart by name.
    this.channel = `tideline:events:${this.subscriber.options.db ?? 0}`;
    this.report(this.publisher, 'publishing');
    this.report(this.subscriber, 'listening');
    this.subscriber.on('message', (_channel: string, text: string) => this.receive(text));
    this.subscriber.subscribe(this.channel).catch((error: Error) => this.log.warn(`not listening yet: ${error.message}`));
  }

  publish<N extends BridgeEventName>(name: N, event: BridgeEvents[N]): void {
    this.local.publish(name, event);
    if (this.publisher.status !== 'ready' || this.unconfirmed >= maxUnconfirmed) {
      this.dropped += 1;
      return;
    }
    this.unconfirmed += 1;
    this.publisher
      .publish(this.channel, JSON.stringify({ from: this.self, name, event }))
      .catch(() => (this.dropped += 1))
      .finally(() => (this.unconfirmed -= 1));
  }

  subscribe<N extends BridgeEventName>(name: N, handler: (event: BridgeEvents[N]) => void): () => void {
    return this.local.subscribe(name, handler);
  }

  /** Resolves when both connections are up and this process hears the others; used at start and in tests. */
  async ready(): Promise<void> {
    await Promise.all([this.subscriber.subscribe(this.channel), this.publisher.status === 'ready' || once(this.publisher)]);
  }

  async close(): Promise<void> {
    this.publisher.disconnect();
    this.subscriber.disconnect();
    await this.local.close();
  }

  private receive(text: string): void {
    let message: { from?: unknown; name?: unknown; event?: unknown };
    try {
      message = JSON.parse(text) as typeof message;
    } catch {
      this.log.warn('a message on the event channel is not JSON');
      return;
    }
    if (typeof message?.name !== 'string' || message.from === this.self) return;
    this.local.publish(message.name as BridgeEventName, message.event as BridgeEvents[BridgeEventName]);
  }

  /** One line when a connection is lost and one when it is back, however many attempts lie between. */
  private report(redis: Redis, doing: string): void {
    let lost = false;
    redis.on('error', (error: Error) => {
      if (!lost) this.log.warn(`Redis is away, ${doing} stops: ${error.message}`);
      lost = true;
    });
    redis.on('ready', () => {
      if (lost) this.log.log(`Redis is back, ${doing} goes on; events kept to this process so far: ${this.dropped}`);
      lost = false;
    });
  }
}

function once(redis: Redis): Promise<void> {
  return new Promise((resolve) => redis.once('ready', () => resolve()));
}
