import { candleIntervals } from '@tideline/contracts';
import type { Database } from '../../../../platform/database/database';
import { readCandles, readNewestMinutes } from '../../db/candle-reader';
import {
  readKeptHoles,
  readNewestTrades,
  readRecentRuns,
  readStoredIds,
  readTradesSince,
  type NewestTrade,
  type StoredRun,
} from '../../db/stored-markets';
import { bucketStart, intervalMinutes } from '../../domain/candle';
import { withoutRuns } from '../../domain/id-runs';
import { consolidated, type Market } from '../../domain/market';
import { SeriesFold, openWindowMs } from '../../domain/series-fold';
import { TradeLedger, type KnownMissing, type LedgerState } from '../../domain/trade-ledger';
import { WatchedTime } from '../../domain/watched-time';
import type { AssetState, MarketBook, MarketState } from './market-book';

/**
 * A crash loses what was in memory: which ids were still waited for. So the stored ids of this much time before the last trade are looked
 * through for holes that were not kept yet; holes are kept within seconds of their discovery.
 */
const lookThroughMs = 30 * 60_000;

/** Brings markets into the book as the database knows them: last ids, holes, open minutes, forming candles, last prices. */
export async function loadMarkets(database: Database, book: MarketBook, rows: readonly Market[]): Promise<MarketState[]> {
  const fresh = rows.filter((row) => row.venue !== consolidated && book.known(row.id) === null);
  if (fresh.length === 0) return [];
  const newest = new Map((await readNewestTrades(database, idsOf(fresh))).map((trade) => [trade.marketId, trade]));
  const ledgers = await readLedgers(database, newest);
  const states = fresh.map((market) => {
    const series = rows.find((row) => row.venue === consolidated && row.base === market.base);
    if (series === undefined) throw new Error(`${market.pair} has no consolidated series`);
    const state = toState(market, book.asset(market.base, series.id), newest.get(market.id) ?? null, ledgers.get(market.id) ?? null);
    book.add(state);
    return state;
  });
  await foldOpenMinutes(database, states, newest);
  const assets = [...new Set(states.map((state) => state.asset))];
  await loadCandles(database, [...states.map((state) => state.series), ...assets.map((asset) => asset.series)]);
  await loadPrices(database, assets);
  return states;
}

/** Reads the forming candles of these series again: stored history below them has changed. */
export async function loadCandles(database: Database, series: readonly SeriesFold[]): Promise<void> {
  const byId = new Map(series.map((one) => [one.marketId, one]));
  const newest = await database.query<{ at: number | null }>(
    'SELECT max(open_at) AS at FROM minute_candles WHERE market_id = ANY ($1::smallint[])',
    [[...byId.keys()]],
  );
  const now = Math.max(newest[0]?.at ?? 0, Date.now());
  for (const [index, interval] of candleIntervals.entries()) {
    const parent = candleIntervals[index + 1] ?? interval;
    const from = bucketStart(now, intervalMinutes[parent]) - Math.max(intervalMinutes[parent] * 60_000, 2 * openWindowMs);
    const candles = await readCandles(database, [...byId.keys()], intervalMinutes[interval], from, Number.MAX_SAFE_INTEGER);
    for (const candle of candles) byId.get(candle.marketId)?.coarse.load(interval, [candle]);
  }
}

function toState(market: Market, asset: AssetState, newest: NewestTrade | null, ledger: LedgerState | null): MarketState {
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
    ledger: new TradeLedger(ledger),
    watched: new WatchedTime(newest?.tradedAt ?? null),
    ticker: null,
    lastTradedAt: newest?.tradedAt ?? 0,
    lastTradeId: newest?.tradeId ?? 0,
    active: true,
  };
}

async function readLedgers(database: Database, newest: Map<number, NewestTrade>): Promise<Map<number, LedgerState>> {
  const since = [...newest.values()].map((trade) => ({ marketId: trade.marketId, at: trade.tradedAt - lookThroughMs }));
  const { lastIds, runs } = await readRecentRuns(database, since);
  const kept = await readKeptHoles(database, since);
  const ledgers = new Map<number, LedgerState>();
  for (const trade of newest.values()) {
    const ofMarket = (run: StoredRun) => run.marketId === trade.marketId;
    const holes = kept.filter(ofMarket);
    const unkept = withoutRuns(runs.filter(ofMarket).map(toMissing), holes.map(toMissing));
    const missing = [...unkept, ...(await stillMissing(database, holes))];
    const lastId = Math.max(lastIds.get(trade.marketId) ?? 0, ...missing.map((run) => run.to));
    ledgers.set(trade.marketId, { lastId, lastAt: trade.tradedAt, missing });
  }
  return ledgers;
}

/** What is missing of the open holes: a repair may have been interrupted half-way. */
async function stillMissing(database: Database, holes: readonly StoredRun[]): Promise<KnownMissing[]> {
  const missing: KnownMissing[] = [];
  for (const hole of holes.filter((one) => one.status === 'open')) {
    const stored = await readStoredIds(database, hole);
    missing.push(
      ...withoutRuns(
        [toMissing(hole)],
        stored.map((id) => ({ from: id, to: id })),
      ),
    );
  }
  return missing;
}

function toMissing(run: StoredRun): KnownMissing {
  return { from: run.afterId + 1, to: run.beforeId - 1, fromAt: run.fromAt, toAt: run.toAt, reported: run.status !== null };
}

async function foldOpenMinutes(database: Database, states: readonly MarketState[], newest: Map<number, NewestTrade>): Promise<void> {
  const latest = Math.max(0, ...[...newest.values()].map((trade) => trade.tradedAt));
  if (latest === 0) return;
  const byId = new Map(states.map((state) => [state.market.id, state]));
  for (const trade of await readTradesSince(database, [...byId.keys()], bucketStart(latest, 1) - openWindowMs)) {
    const state = byId.get(trade.marketId);
    if (state === undefined) continue;
    const { venue } = state.market;
    state.series.add(trade.tradedAt, venue, trade.tradeId, trade.price, trade.quantity);
    if (trade.usdPrice !== null) state.asset.series.add(trade.tradedAt, venue, trade.tradeId, trade.usdPrice, trade.quantity);
  }
}

async function loadPrices(database: Database, assets: readonly AssetState[]): Promise<void> {
  const bySeries = new Map(assets.map((asset) => [asset.series.marketId, asset]));
  for (const candle of await readNewestMinutes(database, [...bySeries.keys()])) {
    const asset = bySeries.get(candle.marketId);
    if (asset === undefined || asset.price !== null) continue;
    asset.price = candle.close;
    asset.pricedAt = candle.openAt + 60_000;
  }
}

function idsOf(markets: readonly Market[]): number[] {
  return markets.map((market) => market.id);
}
