import { readMinuteCloses } from '../../db/minute-closes';
import { refoldMinutes, type SeriesMinute } from '../../db/refold-minutes';
import { rollUp } from '../../db/candle-store';
import { insertTrades } from '../../db/trade-store';
import type { Database } from '../../../../platform/database/database';
import { bucketStart } from '../../domain/candle';
import { usdValue } from '../../domain/value-trade';
import type { MarketBook } from './market-book';
import { minuteContext } from './minute-context';
import type { OneWriter } from './one-writer';
import { PendingBatch } from './pending-batch';
import type { LateTrade } from './trade-intake';

const lookBackMs = 5 * 60_000;

/** Stores trades of minutes that are no longer held in memory, and folds those minutes again from what is stored. */
export class LateTrades {
  constructor(
    private readonly database: Database,
    private readonly writer: OneWriter,
    private readonly book: MarketBook,
    /** Told the series whose stored candles have changed. */
    private readonly changed: (marketIds: number[]) => Promise<void>,
  ) {}

  /** Resolves once the trades are stored and their candles made; storing them again changes nothing. */
  async store(trades: readonly LateTrade[]): Promise<void> {
    if (trades.length === 0) return;
    const columns = await this.valued(trades);
    const minutes = trades.flatMap(({ state, trade }): SeriesMinute[] => {
      const openAt = bucketStart(trade.tradedAt, 1);
      return [
        { marketId: state.market.id, openAt },
        { marketId: state.asset.series.marketId, openAt },
      ];
    });
    await this.writer.prepare('trades', columns.tradedAts);
    await this.writer.prepare('minute_candles', columns.tradedAts);
    await this.writer.write(async (tx) => {
      await insertTrades(tx, columns);
      await refoldMinutes(tx, minutes);
      await rollUp(
        tx,
        minutes.map(({ marketId, openAt }) => ({ marketId, fromAt: openAt, toAt: openAt })),
      );
    });
    const now = Date.now();
    for (const { state, trade } of trades) state.ledger.observe(trade.tradeId, trade.tradedAt, now);
    await this.changed([...new Set(minutes.map((minute) => minute.marketId))]);
  }

  /** Values each trade by the rate and the other venues' prices of its own minute. */
  private async valued(trades: readonly LateTrade[]) {
    const times = trades.map(({ trade }) => trade.tradedAt);
    const from =
      bucketStart(
        times.reduce((least, at) => Math.min(least, at), Infinity),
        1,
      ) - lookBackMs;
    const to = times.reduce((most, at) => Math.max(most, at), -Infinity);
    const closes = await readMinuteCloses(this.database, this.relevantSeries(trades), from, to);
    const batch = new PendingBatch();
    const ids = new Set<string>();
    for (const { state, trade } of trades) {
      const key = `${state.market.id} ${trade.tradeId}`;
      if (ids.has(key)) continue;
      ids.add(key);
      const context = minuteContext(this.book, state, bucketStart(trade.tradedAt, 1), closes);
      batch.add(state.market.id, trade, usdValue(trade.price, context.rate, context.others, context.reference));
    }
    return batch.take();
  }

  private relevantSeries(trades: readonly LateTrade[]): number[] {
    const assets = new Set(trades.map(({ state }) => state.asset));
    for (const currency of ['USDT', 'USDC']) {
      const rate = this.book.assetOf(currency);
      if (rate !== null) assets.add(rate);
    }
    return [...assets].flatMap((asset) => [asset.series.marketId, ...asset.markets.map((state) => state.market.id)]);
  }
}
