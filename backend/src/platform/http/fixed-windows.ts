import type { RateLimitRule } from '../config/config';

/** Where a caller stands in its window after one more request. */
export interface Standing {
  allowed: boolean;
  remaining: number;
  /** Until the window ends and the count starts anew. */
  resetSeconds: number;
}

/**
 * Counts requests per caller in fixed windows, each starting with the caller's first request. Every call is O(1): windows have one
 * length, so the oldest entry of the map always ends first. At `capacity` callers the oldest window is given up, so memory is bounded.
 */
export class FixedWindows {
  private readonly windows = new Map<string, { count: number; endsAt: number }>();

  constructor(
    readonly rule: RateLimitRule,
    private readonly capacity = 100_000,
  ) {}

  /** Counts one request of `caller` at `now` (any steady clock, ms). */
  take(caller: string, now: number): Standing {
    let window = this.windows.get(caller);
    if (window === undefined || window.endsAt <= now) {
      this.windows.delete(caller);
      this.dropOldest(now);
      window = { count: 0, endsAt: now + this.rule.windowSeconds * 1000 };
      this.windows.set(caller, window);
    }
    const allowed = window.count < this.rule.limit;
    if (allowed) window.count += 1;
    return { allowed, remaining: this.rule.limit - window.count, resetSeconds: Math.ceil((window.endsAt - now) / 1000) };
  }

  get size(): number {
    return this.windows.size;
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
