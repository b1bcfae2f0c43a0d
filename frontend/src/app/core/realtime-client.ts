import { DestroyRef, Injectable, inject, signal } from '@angular/core';
import type {
  AccountEvent,
  CandleEvent,
  GlobalSnapshot,
  MarketAlertEvent,
  NotificationsSnapshot,
  PricesEvent,
  ServerClosing,
  SubscribeAck,
  TradesEvent,
  VenuesEvent,
} from '@tideline/contracts';
import type { LiveSocket } from './live-socket';
import { LIVE_SOCKET } from './live-socket';

/** `global` begins with its newest alerts; later events bring one each. */
export type GlobalEvent = Pick<GlobalSnapshot, 'channel' | 'seq'> &
  Partial<Pick<GlobalSnapshot, 'alerts'> & Pick<MarketAlertEvent, 'alert'>>;

/** `notifications` begins with nothing; later events say what of the account was changed. */
export type NotificationsEvent = NotificationsSnapshot & Partial<Pick<AccountEvent, 'changed'>>;

/** What a channel of `/live` carries. */
export type ChannelEvent<C extends string> = C extends 'prices' | `price:${string}`
  ? PricesEvent
  : C extends `trades:${string}`
    ? TradesEvent
    : C extends `candles:${string}`
      ? CandleEvent
      : C extends 'venues'
        ? VenuesEvent
        : C extends 'global'
          ? GlobalEvent
          : C extends 'notifications'
            ? NotificationsEvent
            : never;

/** The socket's state: `reconnecting` after a loss, until the channels are subscribed again. */
export type RealtimeState = 'connecting' | 'live' | 'reconnecting';

interface Envelope {
  channel: string;
  seq: number;
}

interface Listener {
  next: (event: never) => void;
  refused: (code: string) => void;
}

interface Channel {
  listeners: Set<Listener>;
  /** The seq of the last event taken; null until the snapshot is here. */
  seq: number | null;
}

const ackWithinMs = 10_000;
const channelsPerCall = 100;

function isEnvelope(value: unknown): value is Envelope {
  return typeof value === 'object' && value !== null && 'channel' in value && 'seq' in value;
}

/**
 * The live stream. One socket, opened with the first subscription and shared; a channel is left when its last listener goes.
 * After every connect, and when a channel's `seq` jumps, it subscribes anew: the first event a listener gets then is a full snapshot.
 */
@Injectable({ providedIn: 'root' })
export class RealtimeClient {
  private readonly openSocket = inject(LIVE_SOCKET);
  private readonly channels = new Map<string, Channel>();
  private readonly current = signal<RealtimeState>('connecting');
  private readonly wanted = new Set<string>();
  private readonly unwanted = new Set<string>();
  private socket: LiveSocket | null = null;
  private opening = false;
  private flushing = false;
  private closingTimer: ReturnType<typeof setTimeout> | undefined;

  readonly state = this.current.asReadonly();

  constructor() {
    inject(DestroyRef).onDestroy(() => {
      clearTimeout(this.closingTimer);
      this.socket?.disconnect();
    });
  }

  /**
   * Listens to a channel: `next` gets a snapshot, then each event in order; `refused` the code when the server will not have the channel.
   * Returns the function that stops listening.
   */
  subscribe<C extends string>(
    name: C,
    next: (event: ChannelEvent<C>) => void,
    refused: (code: string) => void = () => undefined,
  ): () => void {
    const listener: Listener = { next, refused };
    const channel = this.channels.get(name) ?? { listeners: new Set<Listener>(), seq: null };
    this.channels.set(name, channel);
    channel.listeners.add(listener);
    // A later listener needs a snapshot too; the earlier ones take it as one more full picture.
    this.ask(name);
    void this.open();
    return () => this.leave(name, listener);
  }

  private leave(name: string, listener: Listener): void {
    const channel = this.channels.get(name);
    if (!channel?.listeners.delete(listener) || channel.listeners.size > 0) return;
    this.channels.delete(name);
    this.wanted.delete(name);
    this.unwanted.add(name);
    this.flushSoon();
  }

  private ask(name: string): void {
    const channel = this.channels.get(name);
    if (channel) channel.seq = null;
    this.unwanted.delete(name);
    this.wanted.add(name);
    this.flushSoon();
  }

  private async open(): Promise<void> {
    if (this.opening) return;
    this.opening = true;
    const socket = await this.openSocket();
    this.socket = socket;
    socket.on('connect', () => this.resubscribe());
    socket.on('disconnect', () => this.lost());
    socket.on('server:closing', (event) => this.pause(event));
    socket.onAny((_name: string, event: unknown) => {
      if (isEnvelope(event)) this.take(event);
    });
    socket.connect();
  }

  private resubscribe(): void {
    this.unwanted.clear();
    for (const name of this.channels.keys()) this.ask(name);
    if (this.channels.size === 0) this.current.set('live');
  }

  private lost(): void {
    this.current.set('reconnecting');
    for (const channel of this.channels.values()) channel.seq = null;
  }

  /** The server is about to restart: leave now and come back when it said, spread over half as long again so that not all come at once. */
  private pause({ reconnectInMs }: ServerClosing): void {
    this.socket?.disconnect();
    this.lost();
    clearTimeout(this.closingTimer);
    this.closingTimer = setTimeout(() => this.socket?.connect(), reconnectInMs * (1 + Math.random() / 2));
  }

  /** Gathers what one turn of the event loop asks for into one call. */
  private flushSoon(): void {
    if (this.flushing) return;
    this.flushing = true;
    queueMicrotask(() => {
      this.flushing = false;
      if (this.socket?.connected) this.flush(this.socket);
    });
  }

  private flush(socket: LiveSocket): void {
    const left = [...this.unwanted];
    const asked = [...this.wanted];
    this.unwanted.clear();
    this.wanted.clear();
    if (left.length > 0) socket.emit('unsubscribe', { channels: left }, () => undefined);
    for (let i = 0; i < asked.length; i += channelsPerCall) void this.call(socket, asked.slice(i, i + channelsPerCall));
  }

  private async call(socket: LiveSocket, names: string[]): Promise<void> {
    const answer = await this.emit(socket, names);
    if (socket !== this.socket || !socket.connected) return;
    if (answer === null) {
      for (const name of names) this.ask(name);
    } else if (answer.ok) {
      this.current.set('live');
      for (const event of Object.values(answer.snapshot)) if (isEnvelope(event)) this.begin(event);
    } else {
      this.refuse(socket, names, answer.code);
    }
  }

  private async emit(socket: LiveSocket, channels: string[]): Promise<SubscribeAck | null> {
    try {
      return (await socket.timeout(ackWithinMs).emitWithAck('subscribe', { channels })) as SubscribeAck;
    } catch {
      return null;
    }
  }

  /** One bad channel refuses the whole call, so the others are asked again one by one. */
  private refuse(socket: LiveSocket, names: string[], code: string): void {
    if (names.length > 1) {
      for (const name of names) void this.call(socket, [name]);
      return;
    }
    this.current.set('live');
    for (const listener of this.channels.get(names[0] ?? '')?.listeners ?? []) listener.refused(code);
  }

  private begin(event: Envelope): void {
    const channel = this.channels.get(event.channel);
    if (!channel) return;
    channel.seq = event.seq;
    this.deliver(channel, event);
  }

  private take(event: Envelope): void {
    const channel = this.channels.get(event.channel);
    if (!channel || channel.seq === null || event.seq <= channel.seq) return;
    if (event.seq > channel.seq + 1) {
      this.ask(event.channel);
      return;
    }
    channel.seq = event.seq;
    this.deliver(channel, event);
  }

  private deliver(channel: Channel, event: Envelope): void {
    for (const listener of [...channel.listeners]) listener.next(event as never);
  }
}
