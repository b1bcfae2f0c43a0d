import type { VenuePair } from '../domain/market';
import type { VenueEvent } from './venue';

/** One channel of one pair, in our spelling and in the venue's. */
export interface Subscription {
  channel: string;
  pair: string;
  venueSymbol: string;
}

/** A frame to send, and the subscriptions it asks for. `id` is the request id inside the frame (from `nextId`). */
export interface SocketRequest {
  id: number;
  frame: string;
  covers: Subscription[];
}

/** Which subscriptions a signal is about: those of a request (or one pair of them), a pair's (or one channel of it), or all that stand. */
export type About = { request: number; pair?: string } | { pair: string; channel?: string } | 'acknowledged';

/** What a frame tells the connection, as opposed to the events that go to the sink. */
export type SocketSignal =
  | { kind: 'acked'; about: About }
  /** Refused by the venue: told to the sink once, and not asked for again before the next `follow`. */
  | { kind: 'declined'; about: About; reason: string }
  /** A heartbeat: these subscriptions live; `confirmed` is emitted for their pairs at most once a second. */
  | { kind: 'alive'; about: About }
  /** Ask again for everything not yet acknowledged, at once (Coinbase: one bad product failed the whole request). */
  | { kind: 'resubscribe' }
  /** The venue is about to close, or wants us to come back. */
  | { kind: 'reconnect'; reason: string }
  /** The venue's own trouble, shown to the user as it stands; null = all is well again. While it lasts nothing is confirmed. */
  | { kind: 'notice'; reason: string | null };

export interface ParseContext {
  /** Local clock, epoch ms. */
  receivedAt: number;
  /** The venue's clock minus ours, ms. */
  clockOffsetMs: number;
  /** Canonical pair of a followed venue symbol; null = not followed. */
  pairOf(venueSymbol: string): string | null;
}

/** What is particular to a venue's stream; `VenueSocket` does the rest. */
export interface SocketProtocol {
  readonly venue: string;
  readonly url: string;
  /** Every pair is subscribed to each of these; the first is the one that carries trades: its acknowledgement makes a pair `subscribed`. */
  readonly channels: readonly string[];
  /** At most so many of our messages in so many ms. */
  readonly pacing: { messages: number; perMs: number };
  /** Silence of one pair after which it is resubscribed; null where the venue promises nothing for a single pair. */
  readonly silentAfterMs: number | null;
  /** Silence of all pairs together (no data frame at all) after which the connection is given up. */
  readonly allSilentAfterMs: number;
  /** The venue ends connections of this age: we go first. */
  readonly maxAgeMs: number;
  /** The application-level ping, where the protocol has one; WebSocket pings are sent in any case. */
  readonly ping: { everyMs: number; frame(id: number): string } | null;
  subscribe(subscriptions: Subscription[], nextId: () => number): SocketRequest[];
  unsubscribe(subscriptions: Subscription[], nextId: () => number): SocketRequest[];
  /** Pure; never throws, whatever the text. Data of pairs counts as a sign of life of that pair by itself. */
  parse(raw: string, context: ParseContext): (VenueEvent | SocketSignal)[];
}

/** Times of `VenueSocket` in ms. Tests shorten them. */
export interface SocketTiming {
  handshakeMs: number;
  ackMs: number;
  /** How often everything is looked after. */
  tickMs: number;
  pingEveryMs: number;
  /** Neither frame nor pong for so long: the connection is half-open. */
  deadAfterMs: number;
  /** Back-off starts afresh after a connection of this length. */
  stableMs: number;
  backOffMinMs: number;
  backOffMaxMs: number;
  /** After a refusal that will not go away soon (HTTP 451, 403). */
  refusedRetryMs: number;
}

export interface VenueSocketOptions {
  protocol: SocketProtocol;
  sink: (event: VenueEvent) => void;
  /** The venue's clock minus ours, as last measured. */
  clockOffsetMs: () => number;
  random?: () => number;
  /** Epoch ms. */
  now?: () => number;
  timing?: Partial<SocketTiming>;
}

/** Gives the subscriptions of these pairs to these channels. */
export function subscriptionsOf(pairs: VenuePair[], channels: readonly string[]): Subscription[] {
  return pairs.flatMap(({ pair, venueSymbol }) => channels.map((channel) => ({ channel, pair, venueSymbol })));
}
