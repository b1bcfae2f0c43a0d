import type { VenuePair } from '../domain/market';
import { backOffMs } from './back-off';
import { isLasting } from './refusals';
import type { SocketProtocol, SocketSignal, SocketTiming, VenueSocketOptions } from './socket-protocol';
import { SubscriptionKeeper } from './subscription-keeper';
import { rejected } from './untrusted';
import type { VenueEvent } from './venue';
import { VenueConnection, type ConnectionEnd } from './venue-connection';

const usualTiming: SocketTiming = {
  handshakeMs: 10_000,
  ackMs: 10_000,
  tickMs: 500,
  pingEveryMs: 5_000,
  deadAfterMs: 12_000,
  stableMs: 60_000,
  backOffMinMs: 500,
  backOffMaxMs: 30_000,
  refusedRetryMs: 5 * 60_000,
};
/** A timer this late means that the computer slept. */
const sleptMs = 10_000;
const tooManyRequestsMs = 60_000;

type Signal = SocketSignal | VenueEvent;

/** One WebSocket connection to a venue that keeps itself open and its subscriptions alive; never two at once. */
export class VenueSocket {
  private readonly protocol: SocketProtocol;
  private readonly timing: SocketTiming;
  private readonly random: () => number;
  private readonly now: () => number;
  private readonly subscriptions: SubscriptionKeeper;
  private connection: VenueConnection | null = null;
  private isOpen = false;
  private ticker: NodeJS.Timeout | null = null;
  private retry: NodeJS.Timeout | null = null;
  /** Failed tries since the last stable connection. */
  private attempt = 0;
  private notice: string | null = null;
  private plannedEnd = false;
  /** Monotonic ms: the connection's start or opening, last frame of any kind, last data, last pings. */
  private at = { opened: 0, sign: 0, data: 0, ping: 0, protocolPing: 0, tick: 0 };
  private tickedAt = 0;
  private tickSkipped = false;

  constructor(private readonly options: VenueSocketOptions) {
    this.protocol = options.protocol;
    this.timing = { ...usualTiming, ...options.timing };
    this.random = options.random ?? Math.random;
    this.now = options.now ?? Date.now;
    this.subscriptions = new SubscriptionKeeper(
      options.protocol,
      (frame) => this.connection?.send(frame),
      (event) => this.pass(event),
    );
  }

  /** Follows exactly these pairs: opens the connection when there is something to follow, closes it when there is nothing. */
  follow(pairs: VenuePair[]): void {
    this.subscriptions.follow(pairs);
    if (this.subscriptions.isEmpty) {
      this.halt();
      this.connection?.abandon('nothing to follow');
    } else if (this.ticker === null) this.run();
  }

  /** Closes for good. */
  async stop(): Promise<void> {
    this.halt();
    await this.connection?.close('stopped');
  }

  private run(): void {
    this.tickedAt = this.now();
    this.at.tick = performance.now();
    this.ticker = setInterval(() => this.tick(), this.timing.tickMs);
    this.connect();
  }

  private halt(): void {
    if (this.ticker !== null) clearInterval(this.ticker);
    if (this.retry !== null) clearTimeout(this.retry);
    this.ticker = null;
    this.retry = null;
  }

  private emit(event: VenueEvent): void {
    this.options.sink(event);
  }

  private emitConnection(state: 'connecting' | 'open' | 'closed', reason: string | null): void {
    this.emit({ kind: 'connection', state, reason, attempt: this.attempt });
  }

  private connect(): void {
    this.retry = null;
    this.plannedEnd = false;
    this.at.opened = performance.now();
    this.emitConnection('connecting', null);
    this.connection = new VenueConnection(this.protocol.url, {
      open: () => this.opened(),
      sign: () => (this.at.sign = performance.now()),
      frame: (raw) => this.received(raw),
      end: (end) => this.ended(end),
    });
  }

  private opened(): void {
    const at = performance.now();
    this.isOpen = true;
    this.notice = null;
    this.at = { ...this.at, opened: at, sign: at, data: at, ping: at, protocolPing: at };
    this.emitConnection('open', null);
    this.subscriptions.opened();
  }

  private ended(end: ConnectionEnd): void {
    const openMs = this.isOpen ? performance.now() - this.at.opened : 0;
    this.connection = null;
    this.isOpen = false;
    this.subscriptions.closed();
    if (end.tooLarge) this.emit(rejected('too_large', end.reason));
    if (openMs >= this.timing.stableMs) this.attempt = 0;
    const atOnce = this.plannedEnd && openMs >= this.timing.stableMs;
    if (!atOnce) this.attempt += 1;
    this.emitConnection('closed', end.reason);
    if (this.ticker !== null) this.retry = setTimeout(() => this.connect(), atOnce ? 0 : this.retryAfter(end));
  }

  private retryAfter(end: ConnectionEnd): number {
    const { backOffMinMs, backOffMaxMs, refusedRetryMs } = this.timing;
    const backOff = backOffMs(this.attempt, backOffMinMs, backOffMaxMs, this.random);
    if (end.status !== null && isLasting(end.status)) return refusedRetryMs + backOff;
    if (end.status === 429 || end.status === 418) return (end.retryAfterMs ?? tooManyRequestsMs) + backOff;
    return Math.max(end.retryAfterMs ?? 0, backOff);
  }

  /** Ends a connection that did nothing wrong; after a stable time the next one opens at once. */
  private renew(reason: string): void {
    this.plannedEnd = true;
    this.connection?.abandon(reason);
  }

  private received(raw: string | null): void {
    const receivedAt = this.now();
    this.at.sign = performance.now();
    const items = raw === null ? [rejected('not_json', 'a binary frame')] : this.parse(raw, receivedAt);
    if (items.some(({ kind }) => kind !== 'rejected')) this.at.data = this.at.sign;
    for (const item of items) if (this.isOpen) this.handle(item, receivedAt);
  }

  private parse(raw: string, receivedAt: number): Signal[] {
    try {
      return this.protocol.parse(raw, {
        receivedAt,
        clockOffsetMs: this.options.clockOffsetMs(),
        pairOf: (venueSymbol) => this.subscriptions.pairOf(venueSymbol),
      });
    } catch (error) {
      return [rejected('bad_shape', error instanceof Error ? error.message : error)];
    }
  }

  private handle(item: Signal, receivedAt: number): void {
    switch (item.kind) {
      case 'acked':
      case 'declined':
      case 'alive':
      case 'resubscribe':
        return this.subscriptions.signal(item, receivedAt);
      case 'reconnect':
        return this.renew(item.reason);
      case 'notice':
        return this.noticed(item.reason);
      default:
        return this.pass(item);
    }
  }

  private pass(event: VenueEvent): void {
    if (event.kind === 'confirmed' && this.notice !== null) return;
    if (event.kind === 'trade') this.subscriptions.heard(event.trade.pair);
    else if (event.kind === 'ticker') this.subscriptions.heard(event.ticker.pair);
    else if (event.kind === 'confirmed') this.subscriptions.heard(event.pair);
    this.emit(event);
  }

  private noticed(reason: string | null): void {
    if (reason === this.notice) return;
    this.notice = reason;
    this.emitConnection('open', reason);
  }

  private tick(): void {
    const at = performance.now();
    const lateMs = Math.max(this.now() - this.tickedAt, at - this.at.tick) - this.timing.tickMs;
    this.tickedAt = this.now();
    this.at.tick = at;
    if (this.connection === null) return;
    if (lateMs > sleptMs) return this.renew('the computer slept');
    // After a stall frames wait unread: they are heard before silence is judged.
    this.tickSkipped = lateMs > this.timing.tickMs && !this.tickSkipped;
    if (this.tickSkipped) return;
    if (this.isOpen) return this.lookAfter(at);
    if (at - this.at.opened > this.timing.handshakeMs) this.connection.abandon(`no handshake within ${seconds(this.timing.handshakeMs)}`);
  }

  private lookAfter(at: number): void {
    const { deadAfterMs, stableMs, ackMs } = this.timing;
    if (at - this.at.opened > stableMs) this.attempt = 0;
    if (at - this.at.opened > this.protocol.maxAgeMs) return this.renew('renewed before the venue ends it');
    if (at - this.at.sign > deadAfterMs) return this.connection?.abandon(`no sign of life for ${seconds(deadAfterMs)}`);
    const { allSilentAfterMs } = this.protocol;
    if (at - this.at.data > allSilentAfterMs) {
      this.subscriptions.allSilent(at);
      return this.connection?.abandon(`silent for ${seconds(allSilentAfterMs)}`);
    }
    const reason = this.subscriptions.lookAfter(at, ackMs);
    if (reason !== null) return this.connection?.abandon(reason);
    this.sendPings(at);
  }

  private sendPings(at: number): void {
    if (at - this.at.ping >= this.timing.pingEveryMs) {
      this.at.ping = at;
      this.connection?.ping();
    }
    const { ping } = this.protocol;
    if (ping === null || at - this.at.protocolPing < ping.everyMs) return;
    this.at.protocolPing = at;
    this.subscriptions.sendPing();
  }
}

function seconds(ms: number): string {
  return `${ms / 1000} s`;
}
