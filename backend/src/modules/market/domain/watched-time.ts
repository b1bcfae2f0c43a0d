/** A span of time `[from, to)`, epoch ms. */
export interface Span {
  from: number;
  to: number;
}

/**
 * The time in which one market was watched. While the subscription lives every moment counts; and between two trades with consecutive ids
 * nothing was missed, whatever the connection did meanwhile.
 */
export class WatchedTime {
  private pending: Span[] = [];
  private liveSince: number | null = null;
  private lastTradeAt: number | null = null;

  /** `lastTradeAt` = time of the newest stored trade, from which the ids go on. */
  constructor(lastTradeAt: number | null) {
    this.lastTradeAt = lastTradeAt;
  }

  /** The subscription lives at `at`. */
  alive(at: number): void {
    if (this.liveSince === null || at < this.liveSince) this.liveSince = at;
    else this.add({ from: this.liveSince, to: at });
    this.liveSince = Math.max(this.liveSince, at);
  }

  /** The subscription fell silent or the connection closed. */
  lost(): void {
    this.liveSince = null;
  }

  /** A trade came, or its existence was confirmed; `contiguous` = no id between it and the one before is missing. */
  traded(at: number, contiguous: boolean): void {
    if (contiguous && this.lastTradeAt !== null && at > this.lastTradeAt) this.add({ from: this.lastTradeAt, to: at });
    this.lastTradeAt = Math.max(this.lastTradeAt ?? at, at);
  }

  /** Gives the spans watched since the last call. */
  take(): Span[] {
    const taken = this.pending;
    this.pending = [];
    return taken;
  }

  private add(span: Span): void {
    const last = this.pending[this.pending.length - 1];
    if (last !== undefined && span.from <= last.to && span.to >= last.from) {
      last.from = Math.min(last.from, span.from);
      last.to = Math.max(last.to, span.to);
      return;
    }
    this.pending.push(span);
  }
}
