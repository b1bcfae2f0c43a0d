import { maxChannelsPerSocket, type SubscribeAck } from '@tideline/contracts';
import { ChannelKinds, personalKey, type ChannelKind, type GrantedChannel } from './channel-kind';
import { LiveChannel, Subscription, type Listener } from './live-channel';
import { LiveCounts } from './live-counts';
import { LiveRefusal } from './live-refusal';

export interface LiveTiming {
  /** Least time between two frames of a channel. */
  frameMs: number;
  /** How often sockets that had not drained are looked at again. */
  sweepMs: number;
  /** A socket that has not drained for this long is closed. */
  blockedMs: number;
}

export const liveTiming: LiveTiming = { frameMs: 250, sweepMs: 50, blockedMs: 60_000 };

/** A connection with what it hears; made by `join`, given up by `leave`. */
export interface LiveClient extends Listener {
  /** In whose name it is open; null for nobody's. */
  readonly accountId: string | null;
  /** At most 200: replaced as a whole, because for one or two a list takes the least memory. */
  subscriptions: readonly Subscription[];
  /** Ends a connection that does not read. */
  close(): void;
}

/**
 * The channels of the live stream and who hears them. Knows no socket: connections come in as `LiveClient`; and no channel: each
 * module offers the kinds that it tells.
 */
export class LiveChannels {
  readonly counts = new LiveCounts();
  private readonly kinds = new ChannelKinds();
  private readonly channels = new Map<string, LiveChannel>();
  /** Connections with missed frames that have not drained, and since when (monotonic ms). */
  private readonly slow = new Map<LiveClient, number>();
  private sweeper: NodeJS.Timeout | undefined;

  constructor(private readonly timing: LiveTiming = liveTiming) {}

  /** Opens the stream to a kind of channels; for the start of the process. Throws for one that does not say who may hear it. */
  offer(kind: ChannelKind): void {
    this.kinds.add(kind);
  }

  /**
   * Subscribes to all of these channels or, when one is refused, to none. The snapshots hold the state as of each channel's last
   * frame with `seq` n; the channel's next event to this client is n + 1. Throws LiveRefusal.
   */
  subscribe(client: LiveClient, texts: string[]): SubscribeAck & { ok: true } {
    const requests = this.read(client, texts);
    const added = [...requests.keys()].filter((key) => this.place(client, key) === undefined).length;
    if (client.subscriptions.length + added > maxChannelsPerSocket) {
      throw new LiveRefusal('LIVE.TOO_MANY_CHANNELS', `at most ${maxChannelsPerSocket} channels a socket`);
    }
    this.kinds.refuseTooMany(this.channels.keys(), requests.keys());
    const snapshot: Record<string, unknown> = {};
    for (const request of requests.values()) snapshot[request.name] = this.enter(client, request);
    return { ok: true, channels: [...requests.values()].map(({ name }) => name), snapshot };
  }

  /** Ends these subscriptions; a channel that is not subscribed is no error. Throws LiveRefusal for one that does not exist. */
  unsubscribe(client: LiveClient, texts: string[]): SubscribeAck & { ok: true } {
    const requests = this.read(client, texts);
    for (const key of requests.keys()) this.exit(client, this.place(client, key));
    return { ok: true, channels: [...requests.values()].map(({ name }) => name), snapshot: {} };
  }

  join(): void {
    this.counts.sockets += 1;
  }

  leave(client: LiveClient): void {
    for (const subscription of client.subscriptions) this.exit(client, subscription);
    this.slow.delete(client);
    this.counts.sockets -= 1;
  }

  /** Hands news to the topic of a channel, if anybody hears it. */
  tell<T>(name: string, kind: new (...dependencies: never[]) => T, news: (topic: T) => void): void {
    const channel = this.channels.get(name);
    if (channel !== undefined) inform(channel, kind, news);
  }

  /** The same for an account's own channel of this name. */
  tellAccount<T>(name: string, accountId: string, kind: new (...dependencies: never[]) => T, news: (topic: T) => void): void {
    this.tell(personalKey(name, accountId), kind, news);
  }

  /** The same for every channel of a kind. */
  tellAll<T>(kind: new (...dependencies: never[]) => T, news: (topic: T) => void): void {
    for (const channel of this.channels.values()) inform(channel, kind, news);
  }

  stop(): void {
    clearInterval(this.sweeper);
    for (const channel of this.channels.values()) {
      channel.stop();
      channel.topic.close?.();
    }
    this.channels.clear();
  }

  private read(client: LiveClient, texts: string[]): Map<string, GrantedChannel> {
    return new Map(texts.map((text) => this.kinds.read(text, client.accountId)).map((request) => [request.key, request]));
  }

  private enter(client: LiveClient, request: GrantedChannel): object {
    const channel = this.channels.get(request.key) ?? this.open(request);
    const known = this.place(client, request.key);
    const subscription = known ?? new Subscription(channel, client);
    // The snapshot holds whatever was missed.
    subscription.missed = null;
    if (known === undefined) {
      channel.subscriptions.add(subscription);
      client.subscriptions = client.subscriptions.concat(subscription);
      this.counts.subscriptions += 1;
    }
    return channel.snapshot(subscription);
  }

  private place(client: LiveClient, key: string): Subscription | undefined {
    const channel = this.channels.get(key);
    return client.subscriptions.find((one) => one.channel === channel);
  }

  private exit(client: LiveClient, subscription: Subscription | undefined): void {
    if (subscription === undefined) return;
    subscription.active = false;
    const { channel } = subscription;
    client.subscriptions = client.subscriptions.filter((one) => one !== subscription);
    channel.subscriptions.delete(subscription);
    this.counts.subscriptions -= 1;
    if (channel.subscriptions.size > 0) return;
    channel.stop();
    channel.topic.close?.();
    this.channels.delete(channel.key);
  }

  private open(request: GrantedChannel): LiveChannel {
    const channel = new LiveChannel<unknown>(request, request.open(), this.timing, this.counts, (subscription) =>
      this.wait(subscription.listener as LiveClient),
    );
    this.channels.set(request.key, channel);
    return channel;
  }

  private wait(client: LiveClient): void {
    if (this.slow.has(client)) return;
    this.slow.set(client, performance.now());
    this.sweeper ??= setInterval(() => this.sweep(performance.now()), this.timing.sweepMs);
  }

  private sweep(now: number): void {
    for (const [client, since] of this.slow) {
      if (client.drained()) {
        this.slow.delete(client);
        for (const subscription of client.subscriptions) subscription.channel.catchUp(subscription, now);
      } else if (now - since > this.timing.blockedMs) {
        this.slow.delete(client);
        this.counts.closedSlow += 1;
        client.close();
      }
    }
    if (this.slow.size > 0) return;
    clearInterval(this.sweeper);
    this.sweeper = undefined;
  }
}

function inform<T>(channel: LiveChannel, kind: new (...dependencies: never[]) => T, news: (topic: T) => void): void {
  if (!(channel.topic instanceof kind)) return;
  news(channel.topic);
  channel.wake();
}
