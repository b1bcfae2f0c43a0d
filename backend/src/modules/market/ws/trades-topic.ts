import type { PublicTrade } from '@tideline/contracts';
import type { LiveMarket } from './live-market';
import type { Topic } from '../../../platform/realtime/live/topic';

/** One frame tells every trade of a quarter second up to this; a client that missed frames gets the newest 50, as the snapshot does. */
const maxTradesPerFrame = 1_000;
const maxTradesMissed = 50;

export class TradesTopic implements Topic<PublicTrade[]> {
  private gathered: PublicTrade[] = [];

  constructor(
    private readonly market: LiveMarket,
    private readonly pair: string,
  ) {}

  get waiting(): boolean {
    return this.gathered.length > 0;
  }

  add(items: PublicTrade[]): void {
    this.gathered = newestFirst([...this.gathered, ...items], maxTradesPerFrame);
  }

  advance(): PublicTrade[] | null {
    const taken = this.gathered;
    this.gathered = [];
    return taken.length === 0 ? null : taken;
  }

  merge(older: PublicTrade[] | null, newer: PublicTrade[]): PublicTrade[] {
    return newestFirst([...newer, ...(older ?? [])], maxTradesMissed);
  }

  first(delta: PublicTrade[]): [PublicTrade[], null] {
    return [delta, null];
  }

  event(): string {
    return 'trades';
  }

  body(delta: PublicTrade[]): object {
    return { pair: this.pair, items: delta };
  }

  snapshot(): object {
    const waiting = new Set(this.gathered.map((trade) => `${trade.venue} ${trade.tradeId}`));
    return {
      pair: this.pair,
      items: this.market.recentTrades(this.pair).filter((trade) => !waiting.has(`${trade.venue} ${trade.tradeId}`)),
    };
  }
}

function newestFirst(trades: PublicTrade[], limit: number): PublicTrade[] {
  const newer = (a: PublicTrade, b: PublicTrade) =>
    Date.parse(b.tradedAt) - Date.parse(a.tradedAt) || Number(b.tradeId) - Number(a.tradeId);
  return trades.sort(newer).slice(0, limit);
}
