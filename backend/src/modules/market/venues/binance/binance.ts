import type { VenuePair } from '../../domain/market';
import type { SocketProtocol, SocketRequest, SocketTiming, Subscription } from '../socket-protocol';
import type { Venue, VenueEvent, VenueRest } from '../venue';
import { VenueClock } from '../venue-clock';
import { VenueSocket } from '../venue-socket';
import { BinanceRest } from './binance-rest';
import { hintedReason } from './region-hint';
import { binanceToEvents } from './to-events';

/** Of the 1024 streams that one connection may carry, two for each pair; the rest is room for changes under way. */
const pairsPerConnection = 500;
const streamsPerRequest = 200;

/** Binance's spot market: one connection for up to 500 pairs, more when more are followed. */
export class BinanceVenue implements Venue {
  readonly name = 'binance';
  readonly rest: VenueRest;
  private readonly clock = new VenueClock();
  private readonly protocol: SocketProtocol;
  private sockets: VenueSocket[] = [];
  private sink: (event: VenueEvent) => void = () => undefined;

  /** `wsUrl` is the base to which `/stream` is appended; `timing` is shortened by tests. */
  constructor(
    wsUrl: string,
    restUrl: string,
    private readonly timing: Partial<SocketTiming> = {},
  ) {
    this.rest = new BinanceRest(restUrl, this.clock);
    this.protocol = binanceProtocol(wsUrl);
  }

  start(pairs: VenuePair[], sink: (event: VenueEvent) => void): void {
    this.sink = sink;
    this.follow(pairs);
  }

  follow(pairs: VenuePair[]): void {
    const needed = Math.ceil(pairs.length / pairsPerConnection);
    while (this.sockets.length < needed) this.sockets.push(this.openSocket());
    this.sockets.forEach((socket, index) => socket.follow(pairs.slice(index * pairsPerConnection, (index + 1) * pairsPerConnection)));
  }

  async stop(): Promise<void> {
    await Promise.all(this.sockets.map((socket) => socket.stop()));
    this.sockets = [];
  }

  private openSocket(): VenueSocket {
    return new VenueSocket({
      protocol: this.protocol,
      sink: (event) => this.sink(withRegionHint(event)),
      clockOffsetMs: () => this.clock.offsetMs,
      timing: this.timing,
    });
  }
}

function withRegionHint(event: VenueEvent): VenueEvent {
  if (event.kind !== 'connection' || event.reason === null) return event;
  return { ...event, reason: hintedReason(event.reason) };
}

/** What is particular to Binance's streams: lower-case stream names, numbered requests, five messages a second with pings and pongs. */
function binanceProtocol(wsUrl: string): SocketProtocol {
  return {
    venue: 'binance',
    url: `${wsUrl.replace(/\/+$/, '')}/stream`,
    channels: ['trade', 'ticker'],
    // Five are allowed; two are left for pongs and pings.
    pacing: { messages: 3, perMs: 1000 },
    silentAfterMs: null,
    allSilentAfterMs: 15_000,
    maxAgeMs: 23.5 * 3_600_000,
    ping: null,
    subscribe: (subscriptions, nextId) => requests('SUBSCRIBE', subscriptions, nextId),
    unsubscribe: (subscriptions, nextId) => requests('UNSUBSCRIBE', subscriptions, nextId),
    parse: binanceToEvents,
  };
}

function requests(method: string, subscriptions: Subscription[], nextId: () => number): SocketRequest[] {
  const result: SocketRequest[] = [];
  for (let from = 0; from < subscriptions.length; from += streamsPerRequest) {
    const covers = subscriptions.slice(from, from + streamsPerRequest);
    const id = nextId();
    const params = covers.map(({ venueSymbol, channel }) => `${venueSymbol.toLowerCase()}@${channel}`);
    result.push({ id, frame: JSON.stringify({ method, params, id }), covers });
  }
  return result;
}
