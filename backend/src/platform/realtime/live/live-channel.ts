import { setImmediate as nextTurn } from 'node:timers/promises';
import { Logger } from '@nestjs/common';
import { NumberedPacket } from '../socket-wire';
import type { LiveCounts } from './live-counts';
import type { Topic } from './topic';

export const liveNamespace = '/live';

/** One connection as the fan-out sees it. */
export interface Listener {
  /** Everything written before has left this process. */
  drained(): boolean;
  /** Writes an event with this `seq`. */
  write(packet: NumberedPacket, seq: number): void;
}

/** A listener's place in a channel. */
export class Subscription<D = unknown> {
  /** Number of what was sent last: 1 is the snapshot. */
  seq = 1;
  /** What the listener missed; bounded by the topic's merge. */
  missed: D | null = null;
  sentAt = -Infinity;
  active = true;

  constructor(
    readonly channel: LiveChannel<D>,
    readonly listener: Listener,
  ) {}
}

export interface ChannelTiming {
  /** Least time between two frames of a channel. */
  frameMs: number;
}

/** Frames go out in slices, so that thousands of sockets do not hold up the requests of others. */
const slice = 256;
/** A timer may fire a little early; a frame that is this close to its time is on time. */
const toleranceMs = 5;

/** Sends one channel's events: the first news at once, then at most one frame per `frameMs`, to each listener that keeps up. */
export class LiveChannel<D = unknown> {
  readonly subscriptions = new Set<Subscription<D>>();
  private readonly log = new Logger('LiveChannel');
  private timer: NodeJS.Timeout | NodeJS.Immediate | undefined;
  private nextAt = -Infinity;
  private flushing = false;
  /** Somebody's missed frames wait for the next turn of this channel, not for the socket. */
  private owes = false;

  /** As its clients call it. */
  private readonly name: string;
  /** What it is held under. */
  readonly key: string;

  constructor(
    { name, key }: { name: string; key: string },
    readonly topic: Topic<D>,
    private readonly timing: ChannelTiming,
    private readonly counts: LiveCounts,
    private readonly onSlow: (subscription: Subscription<D>) => void,
  ) {
    this.name = name;
    this.key = key;
  }

  /** News has reached the topic: it goes out with the next frame. */
  wake(): void {
    if (this.timer !== undefined || this.flushing || (!this.topic.waiting && !this.owes)) return;
    const wait = this.nextAt - performance.now();
    // Never within the caller's turn: everybody else who hears the same news has then taken it in.
    this.timer = wait <= 0 ? setImmediate(() => void this.flush()) : setTimeout(() => void this.flush(), wait);
  }

  snapshot(subscription: Subscription<D>): object {
    return { channel: this.name, seq: subscription.seq, ...this.topic.snapshot() };
  }

  /** Sends what a listener missed; for when its socket has drained. */
  catchUp(subscription: Subscription<D>, now: number): void {
    if (subscription.missed === null) return;
    if (now - subscription.sentAt < this.timing.frameMs - toleranceMs) {
      this.owes = true;
      return this.wake();
    }
    const [next, rest] = this.topic.first(subscription.missed);
    subscription.missed = rest;
    this.send(subscription, this.encode(next), now);
    if (rest === null) return;
    this.owes = true;
    this.wake();
  }

  stop(): void {
    clearTimeout(this.timer as NodeJS.Timeout);
    clearImmediate(this.timer as NodeJS.Immediate);
    this.subscriptions.clear();
  }

  private async flush(): Promise<void> {
    this.timer = undefined;
    this.flushing = true;
    const now = performance.now();
    try {
      const delta = this.topic.advance();
      if (delta !== null || this.owes) {
        this.owes = false;
        this.nextAt = now + this.timing.frameMs;
        await this.fanOut(delta, now);
      }
    } catch (error) {
      this.log.error(`${this.name}: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`);
    }
    this.flushing = false;
    this.wake();
  }

  private async fanOut(delta: D | null, now: number): Promise<void> {
    const packet = delta === null ? null : this.encode(delta);
    let done = 0;
    for (const subscription of [...this.subscriptions]) {
      if (done > 0 && done % slice === 0) await nextTurn();
      done += 1;
      if (subscription.active) this.deliver(subscription, delta, packet, now);
    }
  }

  private deliver(subscription: Subscription<D>, delta: D | null, packet: NumberedPacket | null, now: number): void {
    const drained = subscription.listener.drained();
    const due = now - subscription.sentAt >= this.timing.frameMs - toleranceMs;
    if (packet !== null && drained && due && subscription.missed === null) return this.send(subscription, packet, now);
    if (delta !== null) {
      subscription.missed = this.topic.merge(subscription.missed, delta);
      this.counts.framesConflated += 1;
    }
    if (subscription.missed === null) return;
    if (drained) this.catchUp(subscription, now);
    else this.onSlow(subscription);
  }

  private send(subscription: Subscription<D>, packet: NumberedPacket, now: number): void {
    subscription.seq += 1;
    subscription.sentAt = now;
    subscription.listener.write(packet, subscription.seq);
    this.counts.framesSent += 1;
  }

  private encode(delta: D): NumberedPacket {
    const body = JSON.stringify(this.topic.body(delta));
    return new NumberedPacket(
      liveNamespace,
      this.topic.event(delta),
      `{"channel":${JSON.stringify(this.name)},"seq":`,
      `,${body.slice(1)}`,
    );
  }
}
