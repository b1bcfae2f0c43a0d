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
  private knownTo = -Infinity;

  /** `knownFrom` = time of a stored trade from which on the ledger knows every id; null when none is stored. */
  constructor(private knownFrom: number | null) {}

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

  /** The venue's ids are known up to `at`: a trade came, or word of the newest one. `whole` = none of them is missing. */
  known(at: number, whole: boolean): void {
    this.knownFrom ??= at;
    this.knownTo = Math.max(this.knownTo, at);
    this.settle(whole);
  }

  /** Time that waited for missing trades counts once none is missing any more, whether they came by themselves or by a repair. */
  settle(whole: boolean): void {
    if (!whole || this.knownFrom === null || this.knownTo <= this.knownFrom) return;
    this.add({ from: this.knownFrom, to: this.knownTo });
    this.knownFrom = this.knownTo;
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
