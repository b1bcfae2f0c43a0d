import { standsMs } from './usual-returns';

/** A step's close may be told a little before or after its time. */
const leewayMs = 60_000;

/** When an asset's prices were listened to; times in epoch ms. */
export class HeardTime {
  private readonly spans: { from: number; to: number }[] = [];

  /** A price was heard. Where the next one comes while it still stands, nothing was missed in between. */
  hear(at: number): void {
    const last = this.spans.at(-1);
    if (last !== undefined && at - last.to <= standsMs) last.to = Math.max(last.to, at);
    else this.spans.push({ from: at, to: at });
  }

  includes(at: number): boolean {
    return this.spans.some(({ from, to }) => at >= from - leewayMs && at <= to + leewayMs);
  }
}
