import type { VenuePair } from '../../domain/market';
import type { SocketProtocol, SocketRequest, SocketTiming, Subscription } from '../socket-protocol';
import type { Venue, VenueEvent, VenueRest } from '../venue';
import { VenueClock } from '../venue-clock';
import { VenueSocket } from '../venue-socket';
import { KrakenRest } from './kraken-rest';
import { krakenToEvents } from './to-events';

/** Kraken's spot market, over WebSocket v2. */
export class KrakenVenue implements Venue {
  readonly name = 'kraken';
  readonly rest: VenueRest;
  private readonly clock = new VenueClock();
  private readonly socket: VenueSocket;
  private sink: (event: VenueEvent) => void = () => undefined;

  /** `timing` is shortened by tests. */
  constructor(wsUrl: string, restUrl: string, timing: Partial<SocketTiming> = {}) {
    this.rest = new KrakenRest(restUrl, this.clock);
    this.socket = new VenueSocket({
      protocol: krakenProtocol(wsUrl),
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

/** What is particular to Kraken's stream: a heartbeat a second when idle, one request per channel, an answer per symbol. */
export function krakenProtocol(url: string): SocketProtocol {
  return {
    venue: 'kraken',
    url,
    channels: ['trade', 'ticker'],
    pacing: { messages: 5, perMs: 1000 },
    silentAfterMs: 5_000,
    allSilentAfterMs: 10_000,
    maxAgeMs: 24 * 3_600_000,
    ping: { everyMs: 30_000, frame: (id) => JSON.stringify({ method: 'ping', req_id: id }) },
    subscribe: (subscriptions, nextId) => requests('subscribe', subscriptions, nextId),
    unsubscribe: (subscriptions, nextId) => requests('unsubscribe', subscriptions, nextId),
    parse: krakenToEvents,
  };
}

/** Trades come with the last 50 as a snapshot, so that short holes close by themselves. */
const channelOptions: Record<string, object> = { trade: { snapshot: true }, ticker: { event_trigger: 'trades', snapshot: true } };

function requests(method: 'subscribe' | 'unsubscribe', subscriptions: Subscription[], nextId: () => number): SocketRequest[] {
  return [...new Set(subscriptions.map(({ channel }) => channel))].map((channel) => {
    const covers = subscriptions.filter((subscription) => subscription.channel === channel);
    const symbol = covers.map(({ venueSymbol }) => venueSymbol);
    const params = { channel, symbol, ...(method === 'subscribe' ? channelOptions[channel] : {}) };
    const id = nextId();
    return { id, frame: JSON.stringify({ method, params, req_id: id }), covers };
  });
}
