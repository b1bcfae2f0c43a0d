import type { CandleInterval } from '@tideline/contracts';
import type { Topic } from '../../../platform/realtime/live/topic';
import type { IndicatorWatch } from '../application/follow-indicators';
import type { IndicatorUpdate } from '../domain/followed-series';

/** Tells one indicator's newest point, and a closed candle's last one before the next candle's. */
export class IndicatorTopic implements Topic<IndicatorUpdate[]> {
  private gathered: IndicatorUpdate[] = [];
  private last: IndicatorUpdate | null = null;

  constructor(
    private readonly subject: { symbol: string; interval: CandleInterval; indicator: string },
    private readonly watch: IndicatorWatch,
  ) {}

  get waiting(): boolean {
    return this.gathered.length > 0;
  }

  add(update: IndicatorUpdate): void {
    this.gathered = this.merge(this.gathered, [update]);
  }

  advance(): IndicatorUpdate[] | null {
    const next = this.gathered.shift();
    if (next === undefined) return null;
    if (next.at >= (this.last?.at ?? 0)) this.last = next;
    return [next];
  }

  /** Keeps the newest state of the newest two candles. */
  merge(older: IndicatorUpdate[] | null, newer: IndicatorUpdate[]): IndicatorUpdate[] {
    const byOpening = new Map([...(older ?? []), ...newer].map((update) => [update.at, update]));
    return [...byOpening.values()].sort((a, b) => a.at - b.at).slice(-2);
  }

  first([next, ...rest]: IndicatorUpdate[]): [IndicatorUpdate[], IndicatorUpdate[] | null] {
    return [next === undefined ? [] : [next], rest.length === 0 ? null : rest];
  }

  event(): string {
    return 'indicator';
  }

  body([update]: IndicatorUpdate[]): object {
    return this.told(update ?? this.last);
  }

  snapshot(): object {
    return this.told(this.waiting && this.last !== null ? this.last : this.watch.current());
  }

  close(): void {
    this.watch.stop();
  }

  private told(update: IndicatorUpdate | null): object {
    return { ...this.subject, point: update?.point ?? null, closed: update?.closed ?? false };
  }
}
