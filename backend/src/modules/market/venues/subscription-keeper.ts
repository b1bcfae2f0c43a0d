import type { VenuePair } from '../domain/market';
import { Outbox } from './outbox';
import type { SocketProtocol, SocketRequest, SocketSignal, Subscription } from './socket-protocol';
import { SubscriptionBook } from './subscription-book';
import type { VenueEvent } from './venue';

const confirmEveryMs = 1_000;
/** Every frame of a busy venue is a sign of life of all subscriptions; it need not be noted each time. */
const noteEveryMs = 100;

type SubscriptionSignal = Extract<SocketSignal, { kind: 'acked' | 'declined' | 'alive' | 'resubscribe' }>;

/** Asks for subscriptions at the venue's pace, and says which of them stand, are refused or have fallen silent. */
export class SubscriptionKeeper {
  private readonly book: SubscriptionBook;
  private readonly outbox: Outbox;
  private lastId = 0;
  private isOpen = false;
  private notedAt = -Infinity;

  constructor(
    private readonly protocol: SocketProtocol,
    transmit: (frame: string) => void,
    private readonly emit: (event: VenueEvent) => void,
  ) {
    this.book = new SubscriptionBook(protocol.channels);
    this.outbox = new Outbox(protocol.pacing, transmit);
  }

  get isEmpty(): boolean {
    return this.book.isEmpty;
  }

  pairOf(venueSymbol: string): string | null {
    return this.book.pairOf(venueSymbol);
  }

  follow(pairs: VenuePair[]): void {
    const ended = this.book.follow(pairs);
    if (!this.isOpen) return;
    this.unsubscribe(ended);
    this.subscribeWanted();
  }

  opened(): void {
    this.isOpen = true;
    this.subscribeWanted();
  }

  closed(): void {
    this.isOpen = false;
    this.outbox.clear();
    this.book.disconnected();
  }

  signal(signal: SubscriptionSignal, receivedAt: number): void {
    const at = performance.now();
    switch (signal.kind) {
      case 'acked':
        for (const pair of this.book.acknowledge(signal.about, at)) this.emit({ kind: 'subscribed', pair });
        return;
      case 'declined':
        for (const pair of this.book.refuse(signal.about)) this.emit({ kind: 'refused', pair, reason: signal.reason });
        return;
      case 'alive':
        if (signal.about === 'acknowledged' && at - this.notedAt < noteEveryMs) return;
        this.notedAt = at;
        for (const pair of this.book.alive(signal.about, at, confirmEveryMs)) {
          this.emit({ kind: 'confirmed', pair, lastTradeId: null, venueTime: null, receivedAt });
        }
        return;
      case 'resubscribe':
        this.book.wantUnacknowledged(null);
        this.subscribeWanted();
    }
  }

  /** Data of this pair has come. */
  heard(pair: string): void {
    this.book.heard(pair, performance.now());
  }

  /** Asks again for what was not acknowledged within `ackMs` and for what fell silent. Gives the reason to give the connection up, or null. */
  lookAfter(at: number, ackMs: number): string | null {
    const reason = this.protocol.silentAfterMs === null ? null : this.judgeSilence(at, this.protocol.silentAfterMs);
    if (reason !== null) return reason;
    this.book.wantUnacknowledged(at - ackMs);
    this.subscribeWanted();
    return null;
  }

  sendPing(): void {
    if (this.protocol.ping !== null) this.outbox.push(this.protocol.ping.frame(++this.lastId));
  }

  /** Says of every subscribed pair that it is silent. */
  allSilent(at: number): void {
    for (const { pair, aliveAt } of this.book.silentSince(Infinity)) this.emitSilent(pair, at - aliveAt);
  }

  private judgeSilence(at: number, limitMs: number): string | null {
    const silent = this.book.silentSince(at - limitMs);
    if (silent.length > 0 && silent.length === this.book.subscribedCount) {
      this.allSilent(at);
      return `silent for ${limitMs / 1000} s`;
    }
    for (const { pair, aliveAt } of silent) {
      this.emitSilent(pair, at - aliveAt);
      const { ended, strikes } = this.book.strike(pair);
      if (strikes > 1) return `${pair} stays silent`;
      this.unsubscribe(ended);
    }
    return null;
  }

  private emitSilent(pair: string, silentMs: number): void {
    this.emit({ kind: 'silent', pair, silentMs: Math.round(silentMs) });
  }

  private subscribeWanted(): void {
    const wanted = this.book.wanted();
    if (wanted.length === 0) return;
    for (const request of this.protocol.subscribe(wanted, () => ++this.lastId)) {
      const asked = () => this.book.asked(request, performance.now());
      asked();
      // The time for the answer runs from when it leaves.
      this.outbox.push(request.frame, asked);
    }
  }

  private unsubscribe(subscriptions: Subscription[]): void {
    if (subscriptions.length === 0) return;
    const requests: SocketRequest[] = this.protocol.unsubscribe(subscriptions, () => ++this.lastId);
    for (const { frame } of requests) this.outbox.push(frame);
  }
}
