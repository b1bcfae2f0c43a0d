import type { VenuePair } from '../domain/market';
import type { About, SocketRequest, Subscription } from './socket-protocol';

type State = 'wanted' | 'asked' | 'acknowledged' | 'refused';

interface Channel {
  state: State;
  askedAt: number;
}

interface FollowedPair {
  venueSymbol: string;
  channels: Map<string, Channel>;
  /** Last sign of life of this pair, or its acknowledgement. */
  aliveAt: number;
  confirmedAt: number;
  /** How often it fell silent since its last data. */
  strikes: number;
}

/** What is followed on a connection and how far each subscription has come. Times are passed in (monotonic ms). */
export class SubscriptionBook {
  private readonly followed = new Map<string, FollowedPair>();
  private readonly bySymbol = new Map<string, string>();
  private readonly requests = new Map<number, Subscription[]>();

  /** `channels[0]` carries the trades. */
  constructor(private readonly channels: readonly string[]) {}

  get isEmpty(): boolean {
    return this.followed.size === 0;
  }

  /** Follows exactly these pairs; refused ones may be asked for again. Gives the subscriptions to end. */
  follow(pairs: VenuePair[]): Subscription[] {
    const keep = new Set(pairs.map(({ pair }) => pair));
    const ended = this.select(({ state }, pair) => !keep.has(pair) && (state === 'asked' || state === 'acknowledged'));
    for (const [pair, { venueSymbol }] of this.followed) {
      if (keep.has(pair)) continue;
      this.followed.delete(pair);
      this.bySymbol.delete(venueSymbol);
    }
    for (const { pair, venueSymbol } of pairs) {
      if (!this.followed.has(pair)) this.add(pair, venueSymbol);
    }
    this.move((channel) => channel.state === 'refused', 'wanted');
    return ended;
  }

  /** The connection is gone: everything but what was refused has to be asked for again. */
  disconnected(): void {
    this.requests.clear();
    this.move((channel) => channel.state !== 'refused', 'wanted');
    for (const pair of this.followed.values()) pair.strikes = 0;
  }

  wanted(): Subscription[] {
    return this.select(({ state }) => state === 'wanted');
  }

  /** What was asked for but not acknowledged since `before`; null = whatever is not acknowledged. It counts as wanted again. */
  wantUnacknowledged(before: number | null): void {
    this.move((channel) => channel.state === 'asked' && (before === null || channel.askedAt < before), 'wanted');
  }

  asked(request: SocketRequest, at: number): void {
    this.requests.set(request.id, request.covers);
    this.each({ request: request.id }, (channel) => Object.assign(channel, { state: 'asked', askedAt: at }));
  }

  /** Gives the pairs whose trades are acknowledged by this for the first time on this connection. */
  acknowledge(about: About, at: number): string[] {
    const subscribed: string[] = [];
    this.each(about, (channel, name, pair, key) => {
      if (channel.state === 'acknowledged') return;
      channel.state = 'acknowledged';
      pair.aliveAt = at;
      if (name === this.channels[0]) subscribed.push(key);
    });
    return subscribed;
  }

  /** Gives the pairs of which nothing was refused before. */
  refuse(about: About): string[] {
    const refused = new Set<string>();
    this.each(about, (channel, _name, { channels }, key) => {
      const isKnown = [...channels.values()].some(({ state }) => state === 'refused');
      if (!isKnown) refused.add(key);
      channel.state = 'refused';
    });
    return [...refused];
  }

  /** A sign of life. Gives the subscribed pairs that nothing has confirmed for `everyMs`, counting them as confirmed. */
  alive(about: About, at: number, everyMs: number): string[] {
    const due: string[] = [];
    this.each(about, (channel, name, pair, key) => {
      if (name !== this.channels[0] || channel.state !== 'acknowledged') return;
      pair.aliveAt = at;
      if (at - pair.confirmedAt < everyMs) return;
      pair.confirmedAt = at;
      due.push(key);
    });
    return due;
  }

  /** Data of one pair has come. */
  heard(pair: string, at: number): void {
    const followed = this.followed.get(pair);
    if (followed === undefined) return;
    followed.aliveAt = at;
    followed.strikes = 0;
  }

  /** The subscribed pairs without a sign of life since `before`. */
  silentSince(before: number): { pair: string; aliveAt: number }[] {
    const silent = [...this.followed].filter(([, entry]) => this.isSubscribed(entry) && entry.aliveAt < before);
    return silent.map(([pair, { aliveAt }]) => ({ pair, aliveAt }));
  }

  get subscribedCount(): number {
    return [...this.followed.values()].filter((entry) => this.isSubscribed(entry)).length;
  }

  /** A pair fell silent: it is wanted anew. Gives what to end, and how often this happened without any data in between. */
  strike(pair: string): { ended: Subscription[]; strikes: number } {
    const entry = this.followed.get(pair);
    if (entry === undefined) return { ended: [], strikes: 0 };
    const ended = this.select(({ state }, key) => key === pair && state !== 'refused');
    for (const channel of entry.channels.values()) if (channel.state !== 'refused') channel.state = 'wanted';
    return { ended, strikes: ++entry.strikes };
  }

  pairOf(venueSymbol: string): string | null {
    return this.bySymbol.get(venueSymbol) ?? null;
  }

  private isSubscribed(entry: FollowedPair): boolean {
    return entry.channels.get(this.channels[0] ?? '')?.state === 'acknowledged';
  }

  private add(pair: string, venueSymbol: string): void {
    const channels = new Map<string, Channel>();
    for (const name of this.channels) channels.set(name, { state: 'wanted', askedAt: 0 });
    this.followed.set(pair, { venueSymbol, channels, aliveAt: 0, confirmedAt: -Infinity, strikes: 0 });
    this.bySymbol.set(venueSymbol, pair);
  }

  private select(matches: (channel: Channel, pair: string) => boolean): Subscription[] {
    return [...this.followed].flatMap(([pair, { venueSymbol, channels }]) =>
      [...channels].filter(([, state]) => matches(state, pair)).map(([channel]) => ({ channel, pair, venueSymbol })),
    );
  }

  private move(matches: (channel: Channel) => boolean, state: State): void {
    for (const { channels } of this.followed.values()) {
      for (const channel of channels.values()) if (matches(channel)) channel.state = state;
    }
  }

  private each(about: About, visit: (channel: Channel, name: string, pair: FollowedPair, key: string) => void): void {
    for (const { pair: key, channel: only } of this.covered(about)) {
      const pair = this.followed.get(key);
      if (pair === undefined) continue;
      for (const [name, channel] of pair.channels) if (only === undefined || only === name) visit(channel, name, pair, key);
    }
  }

  private covered(about: About): { pair: string; channel?: string }[] {
    if (about === 'acknowledged') return this.select(({ state }) => state === 'acknowledged');
    if (!('request' in about)) return [about];
    const covers = this.requests.get(about.request) ?? [];
    return about.pair === undefined ? covers : covers.filter(({ pair }) => pair === about.pair);
  }
}
