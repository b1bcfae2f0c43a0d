import type { PublicTrade } from '@tideline/contracts';

const kept = 50;

/** The newest trades of every pair over all venues, newest first. */
export class RecentTrades {
  private readonly byPair = new Map<string, PublicTrade[]>();

  take(pair: string, items: readonly PublicTrade[]): void {
    const known = this.byPair.get(pair) ?? [];
    const ids = new Set(known.map(idOf));
    const fresh = items.filter((trade) => !ids.has(idOf(trade)));
    if (fresh.length === 0) return;
    this.byPair.set(pair, [...fresh, ...known].sort(newestFirst).slice(0, kept));
  }

  of(pair: string): PublicTrade[] {
    return this.byPair.get(pair) ?? [];
  }
}

function idOf({ venue, tradeId }: PublicTrade): string {
  return `${venue}:${tradeId}`;
}

function newestFirst(a: PublicTrade, b: PublicTrade): number {
  if (a.tradedAt !== b.tradedAt) return a.tradedAt < b.tradedAt ? 1 : -1;
  return a.venue === b.venue ? Number(b.tradeId) - Number(a.tradeId) : a.venue.localeCompare(b.venue);
}
