import { candleIntervals, type CandleInterval } from '@tideline/contracts';
import type { Transaction } from '../../../../platform/database/database';
import { readCandles, readNewestMinutes, type StoredCandle } from '../../db/candle-reader';
import {
  readKeptHoles,
  readNewestTrades,
  readRecentRuns,
  readStoredIds,
  readTradesSince,
  type NewestTrade,
  type StoredRun,
  type StoredTrade,
} from '../../db/stored-markets';
import { bucketStart, intervalMinutes } from '../../domain/candle';
import { withoutRuns } from '../../domain/id-runs';
import { openWindowMs } from '../../domain/series-fold';
import type { KnownMissing, LedgerState } from '../../domain/trade-ledger';

/**
 * A crash loses what was in memory: which ids were still waited for. So the stored ids of this much time before the last trade are looked
 * through for holes that were not kept yet; holes are kept within seconds of their discovery.
 */
const lookThroughMs = 30 * 60_000;

/** What the database knows of some markets and their assets' consolidated series, all as of one moment. */
export interface StoredState {
  newest: Map<number, NewestTrade>;
  ledgers: Map<number, LedgerState>;
  /** Of the minutes that are still open. */
  trades: StoredTrade[];
  forming: FormingCandle[];
  /** The newest minute of each consolidated series. */
  closes: StoredCandle[];
}

export interface FormingCandle {
  interval: CandleInterval;
  candle: StoredCandle;
}

/**
 * Reads these markets. The transaction must not have read before: it is made to see one moment, because a batch of an earlier run may be
 * committed meanwhile, and its trades would be folded from here and once more when their ids, read before, seem to be missing.
 */
export async function readStoredState(tx: Transaction, marketIds: readonly number[], seriesIds: readonly number[]): Promise<StoredState> {
  await tx.query('SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY');
  const newest = new Map((await readNewestTrades(tx, marketIds)).map((trade) => [trade.marketId, trade]));
  const latest = Math.max(0, ...[...newest.values()].map((trade) => trade.tradedAt));
  return {
    newest,
    ledgers: await readLedgers(tx, newest),
    trades: latest === 0 ? [] : await readTradesSince(tx, marketIds, bucketStart(latest, 1) - openWindowMs),
    forming: await readForming(tx, [...marketIds, ...seriesIds]),
    closes: await readNewestMinutes(tx, seriesIds),
  };
}

/** Reads the candles that these series may still change, and those that coarser ones are made of, finest first. */
export async function readForming(tx: Transaction, marketIds: readonly number[]): Promise<FormingCandle[]> {
  const newest = await tx.query<{ at: number | null }>(
    'SELECT max(open_at) AS at FROM minute_candles WHERE market_id = ANY ($1::smallint[])',
    [marketIds],
  );
  const now = Math.max(newest[0]?.at ?? 0, Date.now());
  const forming: FormingCandle[] = [];
  for (const [index, interval] of candleIntervals.entries()) {
    const parent = candleIntervals[index + 1] ?? interval;
    const from = bucketStart(now, intervalMinutes[parent]) - Math.max(intervalMinutes[parent] * 60_000, 2 * openWindowMs);
    const candles = await readCandles(tx, marketIds, intervalMinutes[interval], from, Number.MAX_SAFE_INTEGER);
    for (const candle of candles) forming.push({ interval, candle });
  }
  return forming;
}

async function readLedgers(tx: Transaction, newest: Map<number, NewestTrade>): Promise<Map<number, LedgerState>> {
  const since = [...newest.values()].map((trade) => ({ marketId: trade.marketId, at: trade.tradedAt - lookThroughMs }));
  const { lastIds, runs } = await readRecentRuns(tx, since);
  const kept = await readKeptHoles(tx, since);
  const ledgers = new Map<number, LedgerState>();
  for (const trade of newest.values()) {
    const ofMarket = (run: StoredRun) => run.marketId === trade.marketId;
    const holes = kept.filter(ofMarket);
    const unkept = withoutRuns(runs.filter(ofMarket).map(toMissing), holes.map(toMissing));
    const missing = [...unkept, ...(await stillMissing(tx, holes))];
    const lastId = Math.max(lastIds.get(trade.marketId) ?? 0, ...missing.map((run) => run.to));
    ledgers.set(trade.marketId, { lastId, lastAt: trade.tradedAt, missing });
  }
  return ledgers;
}

/** What is missing of the open holes: a repair may have been interrupted half-way. */
async function stillMissing(tx: Transaction, holes: readonly StoredRun[]): Promise<KnownMissing[]> {
  const missing: KnownMissing[] = [];
  for (const hole of holes.filter((one) => one.status === 'open')) {
    const stored = await readStoredIds(tx, hole);
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
