import type { MarketBook, MarketState } from './market-book';

/** How far back a minute without trades is looked for. */
const reachMinutes = 5;

/** What an asset was worth in one minute: the rate of the market's quote currency, the other venues' USD closes, the consolidated close. */
export interface MinuteContext {
  rate: number | null;
  others: number[];
  reference: number | null;
}

/** Looks up the close of a series in the minute that starts at `openAt`; null when it had none. */
export type MinuteClose = (marketId: number, openAt: number) => number | null;

/** Gives what is known of a minute from the candles held in memory, or from `close` where older ones were read. */
export function minuteContext(book: MarketBook, state: MarketState, openAt: number, close: MinuteClose = heldClose(book)): MinuteContext {
  const recent = (marketId: number) => {
    for (let back = 0; back < reachMinutes; back++) {
      const found = close(marketId, openAt - back * 60_000);
      if (found !== null) return found;
    }
    return null;
  };
  const rateOf = (quote: string) => {
    if (quote === 'USD') return 1;
    const asset = book.assetOf(quote);
    return asset === null ? null : recent(asset.series.marketId);
  };
  const others = state.asset.markets.flatMap((other) => {
    if (other === state) return [];
    const price = recent(other.market.id);
    const rate = rateOf(other.market.quote);
    return price === null || rate === null ? [] : [price * rate];
  });
  return { rate: rateOf(state.market.quote), others, reference: recent(state.asset.series.marketId) };
}

function heldClose(book: MarketBook): MinuteClose {
  return (marketId, openAt) => book.minuteClose(marketId, openAt);
}
