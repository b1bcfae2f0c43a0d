import { setMaxListeners } from 'node:events';

/** `repair` (missing trades) goes before everything else. */
export type RequestPriority = 'repair' | 'normal';

/** A venue's REST budget: `capacity` at once, refilled steadily. One unit is one call, or one of the venue's weights. */
export interface RequestRate {
  capacity: number;
  perSecond: number;
}

interface Waiting {
  cost: number;
  go: () => void;
  fail: (reason: Error) => void;
}

/** Lets requests pass within a rate (token bucket), repairs first, otherwise in the order they came. */
export class RequestQueue {
  private readonly waiting: Record<RequestPriority, Waiting[]> = { repair: [], normal: [] };
  private tokens: number;
  private refilledAt: number;
  private pausedUntil = 0;
  private timer: NodeJS.Timeout | null = null;

  constructor(
    private readonly rate: RequestRate,
    private readonly now: () => number = () => performance.now(),
  ) {
    this.tokens = rate.capacity;
    this.refilledAt = now();
  }

  /** Resolves when a request of this cost may be sent; rejects with the signal's reason when aborted while waiting. */
  turn(cost: number, priority: RequestPriority, signal: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      if (signal.aborted) return reject(abortReason(signal));
      const abort = () => {
        const line = this.waiting[priority];
        line.splice(line.indexOf(entry), 1);
        reject(abortReason(signal));
        this.advance();
      };
      const settled = () => signal.removeEventListener('abort', abort);
      const entry: Waiting = {
        // More than the bucket holds would never pass.
        cost: Math.min(cost, this.rate.capacity),
        go: () => (settled(), resolve()),
        fail: (reason) => (settled(), reject(reason)),
      };
      // One signal may stand for any number of waiting requests.
      setMaxListeners(0, signal);
      signal.addEventListener('abort', abort, { once: true });
      this.waiting[priority].push(entry);
      this.advance();
    });
  }

  /** Holds every request back for this long, from now. */
  pause(ms: number): void {
    this.pausedUntil = Math.max(this.pausedUntil, this.now() + ms);
  }

  /** Turns away everything that waits. */
  refuseWaiting(reason: Error): void {
    const refused = [...this.waiting.repair.splice(0), ...this.waiting.normal.splice(0)];
    for (const { fail } of refused) fail(reason);
    this.advance();
  }

  /** How long requests are still held back, in ms. */
  get pausedFor(): number {
    return Math.max(0, this.pausedUntil - this.now());
  }

  private advance(): void {
    if (this.timer !== null) clearTimeout(this.timer);
    this.timer = null;
    this.refill();
    let waitMs = this.pausedFor;
    while (waitMs === 0) {
      const line = this.waiting.repair.length > 0 ? this.waiting.repair : this.waiting.normal;
      const next = line[0];
      if (next === undefined) return;
      if (this.tokens < next.cost) {
        waitMs = ((next.cost - this.tokens) / this.rate.perSecond) * 1000;
        break;
      }
      this.tokens -= next.cost;
      line.shift();
      next.go();
    }
    if (this.waiting.repair.length + this.waiting.normal.length > 0) this.timer = setTimeout(() => this.advance(), Math.ceil(waitMs));
  }

  private refill(): void {
    const now = this.now();
    this.tokens = Math.min(this.rate.capacity, this.tokens + ((now - this.refilledAt) / 1000) * this.rate.perSecond);
    this.refilledAt = now;
  }
}

function abortReason(signal: AbortSignal): Error {
  return signal.reason instanceof Error ? signal.reason : new Error('aborted');
}
