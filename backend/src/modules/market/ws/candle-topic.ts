import type { CandleInterval, CandleRow } from '@tideline/contracts';
import type { LiveMarket } from './live-market';
import type { Topic } from '../../../platform/realtime/live/topic';

export interface CandleUpdate {
  candle: CandleRow;
  closed: boolean;
}

export class CandleTopic implements Topic<CandleUpdate[]> {
  private gathered: CandleUpdate[] = [];
  private last: CandleUpdate | null;

  constructor(
    private readonly market: LiveMarket,
    private readonly symbol: string,
    private readonly interval: CandleInterval,
  ) {
    this.last = market.openCandle(symbol, interval);
  }

  get waiting(): boolean {
    return this.gathered.length > 0;
  }

  update(update: CandleUpdate): void {
    this.gathered = this.merge(this.gathered, [update]);
  }

  advance(): CandleUpdate[] | null {
    const next = this.gathered.shift();
    if (next === undefined) return null;
    // A late trade may still change a candle before the forming one.
    if (next.candle[0] >= (this.last?.candle[0] ?? 0)) this.last = next;
    return [next];
  }

  /** Keeps the newest state of the newest two candles, so that a candle's last figures are told before the next one's first. */
  merge(older: CandleUpdate[] | null, newer: CandleUpdate[]): CandleUpdate[] {
    const byOpening = new Map([...(older ?? []), ...newer].map((update) => [update.candle[0], update]));
    return [...byOpening.values()].sort((a, b) => a.candle[0] - b.candle[0]).slice(-2);
  }

  first([next, ...rest]: CandleUpdate[]): [CandleUpdate[], CandleUpdate[] | null] {
    return [next === undefined ? [] : [next], rest.length === 0 ? null : rest];
  }

  event(): string {
    return 'candle';
  }

  body([update]: CandleUpdate[]): object {
    return this.told(update ?? this.last);
  }

  snapshot(): object {
    return this.told(this.waiting ? this.last : this.market.openCandle(this.symbol, this.interval));
  }

  private told(update: CandleUpdate | null): object {
    return { symbol: this.symbol, interval: this.interval, candle: update?.candle ?? null, closed: update?.closed ?? false };
  }
}
