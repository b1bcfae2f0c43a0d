import type { RateLimitRule } from '../config/config';

/** Where a caller stands in its window after one more request. */
export interface Standing {
  allowed: boolean;
  remaining: number;
  /** Until the window ends and the count starts anew. */
  resetSeconds: number;
}

interface Window {
  count: number;
  endsAt: number;
}

/**
 * Counts requests per caller in fixed windows, each starting with the caller's first request. Every call is O(1): windows have one
 * length, so the oldest entry of the map always ends first. At `capacity` callers the oldest window is given up, so memory is bounded.
 */
export class FixedWindows {
  private readonly windows = new Map<string, Window>();
  private readonly lengthMs: number;

  constructor(
    readonly rule: RateLimitRule,
    private readonly capacity = 100_000,
  ) {
    this.lengthMs = rule.windowSeconds * 1000;
  }

  /** Counts one request of `caller` at `now` (any clock, ms; one that is set back makes no window longer than it is). */
  take(caller: string, now: number): Standing {
    const window = this.open(caller, now) ?? this.begin(caller, now + this.lengthMs, now);
    const allowed = window.count < this.rule.limit;
    if (allowed) window.count += 1;
    return this.standing(window, allowed, now);
  }

  /** Where the caller stands, without counting anything: `allowed` tells of the next request. */
  look(caller: string, now: number): Standing {
    const window = this.open(caller, now) ?? { count: 0, endsAt: now + this.lengthMs };
    return this.standing(window, window.count < this.rule.limit, now);
  }

  /** Takes over what somebody else has counted. */
  learn(caller: string, counted: Window, now: number): void {
    const window = this.open(caller, now) ?? this.begin(caller, counted.endsAt, now);
    window.count = Math.min(counted.count, this.rule.limit);
    window.endsAt = counted.endsAt;
  }

  get size(): number {
    return this.windows.size;
  }

  private open(caller: string, now: number): Window | undefined {
    const window = this.windows.get(caller);
    if (window === undefined || window.endsAt <= now) return undefined;
    if (window.endsAt > now + this.lengthMs) window.endsAt = now + this.lengthMs;
    return window;
  }

  private begin(caller: string, endsAt: number, now: number): Window {
    this.windows.delete(caller);
    this.dropOldest(now);
    const window = { count: 0, endsAt };
    this.windows.set(caller, window);
    return window;
  }

  private standing({ count, endsAt }: Window, allowed: boolean, now: number): Standing {
    return { allowed, remaining: this.rule.limit - count, resetSeconds: Math.ceil((endsAt - now) / 1000) };
  }

  /** Two for each one added: what has ended leaves faster than new callers come. */
  private dropOldest(now: number): void {
    for (let dropped = 0; dropped < 2; dropped += 1) {
      const oldest = this.windows.entries().next().value;
      if (oldest === undefined || (oldest[1].endsAt > now && this.windows.size < this.capacity)) return;
      this.windows.delete(oldest[0]);
    }
  }
}
