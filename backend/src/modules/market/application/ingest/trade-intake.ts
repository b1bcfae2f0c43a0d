import { bucketStart } from '../../domain/candle';
import { staleAfterMs } from '../../domain/consolidated-price';
import { openWindowMs } from '../../domain/series-fold';
import type { Trade } from '../../domain/trade';
import { usdValue } from '../../domain/value-trade';
import type { Ticker } from '../../venues/venue';
import { minuteContext } from './minute-context';
import type { AssetState, MarketBook, MarketState } from './market-book';
import type { PendingBatch } from './pending-batch';

/** A trade this much older than the newest is valued by the prices of its own minute instead of those of now. */
const presentMs = 30_000;
/** Nothing a stream sends is older than this. */
const oldestMs = 30 * 24 * 3_600_000;

/** A trade for a minute that is no longer held in memory. */
export interface LateTrade {
  state: MarketState;
  trade: Trade;
}

/** What became of a trade. `full`: the batch has no room; `late`: it must be stored apart. */
export type Taken = 'taken' | 'known' | 'late' | 'full' | 'refused';

/** Takes in trades one by one: drops duplicates, values them, folds them and puts them in the batch. */
export class TradeIntake {
  /** Time of the newest trade seen at any venue, epoch ms. */
  newestAt = 0;

  constructor(
    private readonly book: MarketBook,
    private readonly batch: PendingBatch,
    private readonly reprice: (asset: AssetState, now: number) => void,
    private readonly diskLow: () => boolean,
  ) {}

  /** The first minute that is still held open. */
  get windowStart(): number {
    return bucketStart(this.newestAt, 1) - openWindowMs;
  }

  /** `now` is the local clock. */
  take(state: MarketState, trade: Trade, now: number): Taken {
    if (this.batch.full) {
      // Nobody knows yet that this trade exists, so its time must not count as watched.
      state.watched.lost();
      return 'full';
    }
    if (trade.tradedAt < now - oldestMs && trade.tradedAt < this.newestAt - oldestMs) return 'refused';
    if (trade.tradedAt < this.windowStart) return state.ledger.has(trade.tradeId) ? 'known' : 'late';
    if (!state.ledger.observe(trade.tradeId, trade.tradedAt, now)) return 'known';
    if (trade.tradedAt > this.newestAt) this.newestAt = trade.tradedAt;
    state.watched.known(trade.tradedAt, state.ledger.whole);
    this.quote(state, trade, now);
    this.fold(state, trade, this.value(state, trade, now));
    return 'taken';
  }

  /** A ticker frame confirms the price, and tells it where no newer trade did. */
  takeTicker(state: MarketState, ticker: Ticker, receivedAt: number): void {
    const { quote } = state;
    state.ticker = ticker;
    quote.confirmedAt = receivedAt;
    if (ticker.volume24h !== null) quote.volume24h = ticker.volume24h;
    const newer = ticker.at === null ? quote.price === null : ticker.at > state.lastTradedAt;
    if (ticker.last !== null && newer) quote.price = ticker.last;
    this.repriceRate(state, receivedAt);
  }

  private fold(state: MarketState, trade: Trade, usdPrice: number | null): void {
    const { market, asset } = state;
    if (!this.diskLow()) this.batch.add(market.id, trade, usdPrice);
    state.series.add(trade.tradedAt, market.venue, trade.tradeId, trade.price, trade.quantity);
    if (usdPrice !== null) asset.series.add(trade.tradedAt, market.venue, trade.tradeId, usdPrice, trade.quantity);
  }

  private quote(state: MarketState, trade: Trade, now: number): void {
    const newer = trade.tradedAt > state.lastTradedAt || (trade.tradedAt === state.lastTradedAt && trade.tradeId > state.lastTradeId);
    if (!newer) return;
    state.lastTradedAt = trade.tradedAt;
    state.lastTradeId = trade.tradeId;
    state.quote.price = trade.price;
    if (trade.tradedAt > this.newestAt - presentMs) state.quote.confirmedAt = now;
    this.repriceRate(state, now);
  }

  /** The other assets' values hang on the rates, so these are not left for the next frame. */
  private repriceRate(state: MarketState, now: number): void {
    if (state.asset.symbol === 'USDT' || state.asset.symbol === 'USDC') this.reprice(state.asset, now);
  }

  private value(state: MarketState, trade: Trade, now: number): number | null {
    const { asset, market } = state;
    if (trade.tradedAt < this.newestAt - presentMs) {
      const { rate, others, reference } = minuteContext(this.book, state, bucketStart(trade.tradedAt, 1));
      return usdValue(trade.price, rate ?? this.book.rate(market.quote, now), others, reference);
    }
    const others: number[] = [];
    for (const other of asset.markets) {
      if (other === state || !other.active || other.quote.price === null || other.quote.down) continue;
      if (other.quote.confirmedAt === null || now - other.quote.confirmedAt > staleAfterMs) continue;
      const rate = this.book.rate(other.market.quote, now);
      if (rate !== null) others.push(other.quote.price * rate);
    }
    return usdValue(trade.price, this.book.rate(market.quote, now), others, asset.price);
  }
}
