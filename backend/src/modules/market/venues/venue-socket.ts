import type { VenuePair } from '../domain/market';
import type { VenueSocketOptions } from './socket-protocol';

/** One WebSocket connection to a venue that keeps itself open and its subscriptions alive. */
export class VenueSocket {
  constructor(private readonly options: VenueSocketOptions) {}

  /** Follows exactly these pairs: opens the connection when there is something to follow, closes it when there is nothing. */
  follow(pairs: VenuePair[]): void {
    throw new Error(`not yet: ${this.options.protocol.venue} ${pairs.length}`);
  }

  /** Closes for good. */
  stop(): Promise<void> {
    return Promise.resolve();
  }
}
