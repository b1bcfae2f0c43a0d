import type { Database } from '../../../../platform/database/database';
import { consolidated, type Market } from '../../domain/market';
import { SeriesFold } from '../../domain/series-fold';
import { TradeLedger } from '../../domain/trade-ledger';
import { WatchedTime } from '../../domain/watched-time';
import type { AssetState, MarketBook, MarketState } from './market-book';
import { readForming, readStoredState, type FormingCandle, type StoredState } from './stored-state';

/**
 * Brings markets into the book as the database knows them: last ids, holes, open minutes, forming candles, last prices. The book changes
 * only after everything was read.
 */
export async function loadMarkets(database: Database, book: MarketBook, rows: readonly Market[]): Promise<MarketState[]> {
  const fresh = rows.filter((row) => row.venue !== consolidated && book.known(row.id) === null);
  if (fresh.length === 0) return [];
  const placed = fresh.map((market) => ({ market, seriesId: seriesOf(market, rows) }));
  const seriesIds = [...new Set(placed.map(({ seriesId }) => seriesId))];
  const marketIds = fresh.map((market) => market.id);
  const stored = await database.transaction((tx) => readStoredState(tx, marketIds, seriesIds));
  const states = placed.map(({ market, seriesId }) => {
    const state = toState(market, book.asset(market.base, seriesId), stored);
    book.add(state);
    return state;
  });
  foldOpenMinutes(stored, states);
  const assets = [...new Set(states.map((state) => state.asset))];
  loadForming(stored.forming, [...states.map((state) => state.series), ...assets.map((asset) => asset.series)]);
  loadPrices(stored, assets);
  return states;
}

/** Reads the forming candles of these series again: stored history below them has changed. */
export async function loadCandles(database: Database, series: readonly SeriesFold[]): Promise<void> {
  const forming = await readForming(
    database,
    series.map((one) => one.marketId),
  );
  loadForming(forming, series);
}

function seriesOf(market: Market, rows: readonly Market[]): number {
  const series = rows.find((row) => row.venue === consolidated && row.base === market.base);
  if (series === undefined) throw new Error(`${market.pair} has no consolidated series`);
  return series.id;
}

function toState(market: Market, asset: AssetState, stored: StoredState): MarketState {
  const newest = stored.newest.get(market.id);
  return {
    market,
    asset,
    series: new SeriesFold(market.id),
    quote: {
      venue: market.venue,
      pair: market.pair,
      quote: market.quote,
      price: newest?.price ?? null,
      volume24h: null,
      confirmedAt: newest?.tradedAt ?? null,
      down: false,
    },
    ledger: new TradeLedger(stored.ledgers.get(market.id) ?? null),
    watched: new WatchedTime(knownFrom(stored, market.id)),
    ticker: null,
    lastTradedAt: newest?.tradedAt ?? 0,
    lastTradeId: newest?.tradeId ?? 0,
    active: true,
  };
}

/** The ledger looked through more than the open minutes: what a crash left unnoted of them is whole as soon as the ids are. */
function knownFrom({ trades, newest }: StoredState, marketId: number): number | null {
  const times = trades.filter((trade) => trade.marketId === marketId).map((trade) => trade.tradedAt);
  return times.length > 0 ? times.reduce((first, at) => Math.min(first, at)) : (newest.get(marketId)?.tradedAt ?? null);
}

function foldOpenMinutes({ trades }: StoredState, states: readonly MarketState[]): void {
  const byId = new Map(states.map((state) => [state.market.id, state]));
  for (const trade of trades) {
    const state = byId.get(trade.marketId);
    if (state === undefined) continue;
    const { venue } = state.market;
    state.series.add(trade.tradedAt, venue, trade.tradeId, trade.price, trade.quantity);
    if (trade.usdPrice !== null) state.asset.series.add(trade.tradedAt, venue, trade.tradeId, trade.usdPrice, trade.quantity);
  }
}

function loadForming(forming: readonly FormingCandle[], series: readonly SeriesFold[]): void {
  const byId = new Map(series.map((one) => [one.marketId, one]));
  for (const { interval, candle } of forming) byId.get(candle.marketId)?.coarse.load(interval, [candle]);
}

function loadPrices({ closes }: StoredState, assets: readonly AssetState[]): void {
  const bySeries = new Map(assets.map((asset) => [asset.series.marketId, asset]));
  for (const candle of closes) {
    const asset = bySeries.get(candle.marketId);
    if (asset === undefined || asset.price !== null) continue;
    asset.price = candle.close;
    asset.pricedAt = candle.openAt + 60_000;
  }
}
