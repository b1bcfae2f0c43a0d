import { standsMs } from './usual-returns';

const minuteMs = 60_000;
const keptMs = 60 * minuteMs + standsMs + minuteMs;

/** The closes of an asset's newest minutes, by opening time (epoch ms). */
export class RecentCloses {
  private readonly closes = new Map<number, number>();
  private newestAt = -Infinity;

  has(at: number): boolean {
    return this.closes.has(at);
  }

  /** Takes a minute's close, the forming one's again and again; true when it belongs to the newest minute. */
  take(at: number, close: number): boolean {
    if (at > this.newestAt) {
      this.newestAt = at;
      for (const old of this.closes.keys()) if (old < at - keptMs) this.closes.delete(old);
    }
    if (at >= this.newestAt - keptMs) this.closes.set(at, close);
    return at === this.newestAt;
  }

  /** The log return from `minutes` before the newest minute's close to that close; null where no price stood then. */
  returnOver(minutes: number): number | null {
    const now = this.closes.get(this.newestAt);
    const wanted = this.newestAt - minutes * minuteMs;
    for (let at = wanted; at >= wanted - standsMs; at -= minuteMs) {
      const then = this.closes.get(at);
      if (then !== undefined) return now === undefined ? null : Math.log(now / then);
    }
    return null;
  }
}
