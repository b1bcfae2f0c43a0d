import type { LivePriceItem } from '@tideline/contracts';
import type { LiveMarket } from './live-market';
import type { Topic } from '../../../platform/realtime/live/topic';

type Items = ReadonlyMap<string, LivePriceItem>;

export class PricesTopic implements Topic<ReadonlySet<string>> {
  waiting = false;
  private sent: Items;

  /** `symbol` null tells all assets. */
  constructor(
    private readonly market: LiveMarket,
    private readonly symbol: string | null,
  ) {
    this.sent = this.current();
  }

  /** These prices may have changed; the next frame compares. */
  touch(symbols: string[]): void {
    if (this.symbol === null || symbols.includes(this.symbol)) this.waiting = true;
  }

  advance(): ReadonlySet<string> | null {
    this.waiting = false;
    const before = this.sent;
    this.sent = this.current();
    const changed = [...this.sent.values()].filter((item) => differs(before.get(item.symbol), item));
    return changed.length === 0 ? null : new Set(changed.map((item) => item.symbol));
  }

  merge(older: ReadonlySet<string> | null, newer: ReadonlySet<string>): ReadonlySet<string> {
    return older === null ? newer : new Set([...older, ...newer]);
  }

  first(delta: ReadonlySet<string>): [ReadonlySet<string>, null] {
    return [delta, null];
  }

  event(): string {
    return 'prices';
  }

  body(delta: ReadonlySet<string>): object {
    return frame([...delta].flatMap((symbol) => this.sent.get(symbol) ?? []));
  }

  snapshot(): object {
    return frame([...(this.waiting ? this.sent : this.current()).values()]);
  }

  private current(): Items {
    const all = this.market.livePrices();
    return new Map((this.symbol === null ? all : all.filter((item) => item.symbol === this.symbol)).map((item) => [item.symbol, item]));
  }
}

const frame = (items: LivePriceItem[]) => ({ frameAt: new Date().toISOString(), items });

/** A newer `asOf` alone is no change: it moves every second, and `stale` tells when a price is no longer confirmed. */
function differs(before: LivePriceItem | undefined, after: LivePriceItem): boolean {
  if (before === undefined) return true;
  return (
    before.price !== after.price ||
    before.change24h !== after.change24h ||
    before.volume24h !== after.volume24h ||
    before.stale !== after.stale
  );
}
