import { Logger } from '@nestjs/common';
import { EventBridge, type BridgeEventName, type BridgeEvents } from './event-bridge';

type Handler = (event: never) => void;

/** Carries events inside one process: every handler runs before `publish` returns, in the order of subscription. */
export class LocalEventBridge extends EventBridge {
  private readonly log = new Logger('EventBridge');
  private readonly handlers = new Map<BridgeEventName, Set<Handler>>();

  publish<N extends BridgeEventName>(name: N, event: BridgeEvents[N]): void {
    for (const handler of this.handlers.get(name) ?? []) {
      try {
        handler(event as never);
      } catch (error) {
        this.log.error(`a handler of ${name} failed`, error instanceof Error ? error.stack : String(error));
      }
    }
  }

  subscribe<N extends BridgeEventName>(name: N, handler: (event: BridgeEvents[N]) => void): () => void {
    const handlers = this.handlers.get(name) ?? new Set();
    // Wrapped, so that the same function subscribed twice is called, and ended, twice.
    const own: Handler = (event) => handler(event);
    this.handlers.set(name, handlers.add(own));
    return () => void handlers.delete(own);
  }

  async close(): Promise<void> {
    this.handlers.clear();
  }
}
