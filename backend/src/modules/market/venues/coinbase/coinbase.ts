import type { VenuePair } from '../../domain/market';
import type { SocketProtocol, SocketRequest, SocketTiming, Subscription } from '../socket-protocol';
import type { Venue, VenueEvent, VenueRest } from '../venue';
import { VenueClock } from '../venue-clock';
import { VenueSocket } from '../venue-socket';
import { CoinbaseRest } from './coinbase-rest';
import { coinbaseToEvents } from './to-events';

/** Coinbase Exchange (the venue's own feed, not Advanced Trade's). */
export class CoinbaseVenue implements Venue {
  readonly name = 'coinbase';
  readonly rest: VenueRest;
  private readonly clock = new VenueClock();
  private readonly socket: VenueSocket;
  private sink: (event: VenueEvent) => void = () => undefined;

  /** `timing` is shortened by tests. */
  constructor(wsUrl: string, restUrl: string, timing: Partial<SocketTiming> = {}) {
    this.rest = new CoinbaseRest(restUrl, this.clock);
    this.socket = new VenueSocket({
      protocol: coinbaseProtocol(wsUrl),
      sink: (event) => this.sink(event),
      clockOffsetMs: () => this.clock.offsetMs,
      timing,
    });
  }

  start(pairs: VenuePair[], sink: (event: VenueEvent) => void): void {
    this.sink = sink;
    this.follow(pairs);
  }

  follow(pairs: VenuePair[]): void {
    this.socket.follow(pairs);
  }

  stop(): Promise<void> {
    return this.socket.stop();
  }
}

/** What is particular to Coinbase's feed: a heartbeat a second for every product, and requests without ids that are answered by the whole state. */
function coinbaseProtocol(url: string): SocketProtocol {
  return {
    venue: 'coinbase',
    url,
    channels: ['matches', 'ticker', 'heartbeat'],
    pacing: { messages: 4, perMs: 1000 },
    silentAfterMs: 5_000,
    allSilentAfterMs: 10_000,
    maxAgeMs: 24 * 3_600_000,
    ping: null,
    subscribe: (subscriptions, nextId) => request('subscribe', subscriptions, nextId),
    unsubscribe: (subscriptions, nextId) => request('unsubscribe', subscriptions, nextId),
    parse: coinbaseToEvents,
  };
}

/** Everything in one message: the first has to arrive within 5 s of connecting. */
function request(type: string, subscriptions: Subscription[], nextId: () => number): SocketRequest[] {
  const products = new Map<string, string[]>();
  for (const { channel, venueSymbol } of subscriptions) products.set(channel, [...(products.get(channel) ?? []), venueSymbol]);
  const channels = [...products].map(([name, product_ids]) => ({ name, product_ids }));
  return [{ id: nextId(), frame: JSON.stringify({ type, channels }), covers: subscriptions }];
}
