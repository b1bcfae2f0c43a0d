import { setTimeout as sleep } from 'node:timers/promises';
import type { CandleInterval } from '@tideline/contracts';
import { addCoverage } from '../../db/coverage-repository';
import { closeGaps, type GapOutcome, type TradeGap } from '../../db/gap-repository';
import { bucketStart, intervalMinutes } from '../../domain/candle';
import type { Trade } from '../../domain/trade';
import { VenueRefusal, type Venue } from '../../venues/venue';
import type { BatchWriter } from './batch-writer';
import type { CandleHistory } from './candle-history';
import type { LateTrades } from './late-trades';
import type { MarketState } from './market-book';
import type { OneWriter } from './one-writer';
import type { LateTrade, TradeIntake } from './trade-intake';
import type { VenueHealthBoard } from './venue-health-board';

/** Holes larger than this are filled with candles. */
const mostTrades = 100_000;
const hourMs = 3_600_000;

export interface GapFillParts {
  intake: TradeIntake;
  batches: BatchWriter;
  late: LateTrades;
  history: CandleHistory;
  writer: OneWriter;
  health: VenueHealthBoard;
  /** True while raw trades must not be stored. */
  diskLow: () => boolean;
  /** Told the series whose stored candles have changed. */
  changed: (marketIds: number[]) => Promise<void>;
}

type Gap = TradeGap & { state: MarketState };

/** Fills holes: with the trades that the venue still has, or with its candles where the trades are too many or refused. */
export class GapFill {
  constructor(private readonly parts: GapFillParts) {}

  /** Settles holes of one market that lie close together; rejects when the venue could not be asked, and they stay open. */
  async settle(venue: Venue, gaps: readonly Gap[], signal: AbortSignal): Promise<void> {
    const diskLow = this.parts.diskLow();
    const large = gaps.filter((gap) => diskLow || gap.beforeId - gap.afterId - 1 > mostTrades);
    for (const gap of large) await this.withCandles(venue, gap, diskLow ? 'the disk was nearly full' : 'more than 100,000 trades', signal);
    const small = gaps.filter((gap) => !large.includes(gap));
    if (small.length === 0) return;
    try {
      await this.withTrades(venue, small, signal);
    } catch (error) {
      if (!(error instanceof VenueRefusal) || error.retryAfterMs !== null) throw error;
      for (const gap of small) await this.withCandles(venue, gap, error.reason, signal);
    }
  }

  private async withTrades(venue: Venue, gaps: readonly Gap[], signal: AbortSignal): Promise<void> {
    const [first] = gaps;
    const last = gaps[gaps.length - 1];
    if (first === undefined || last === undefined) return;
    const { state } = first;
    const hole = { afterId: first.afterId, beforeId: last.beforeId, fromAt: first.fromAt, toAt: last.toAt };
    while (hole.afterId < hole.beforeId - 1) {
      const trades = await venue.rest.tradesBetween(state.market, hole, signal);
      const newest = trades[trades.length - 1];
      if (newest === undefined || newest.tradeId <= hole.afterId) break;
      await this.takeIn(state, trades, signal);
      hole.afterId = newest.tradeId;
      hole.fromAt = Math.max(hole.fromAt, newest.tradedAt);
    }
    await this.parts.batches.flushed();
    signal.throwIfAborted();
    await this.close(state, gaps, 'repaired', null);
  }

  /** The same way in as for the stream: known ids fall out, open minutes are folded in memory, older ones from what is stored. */
  private async takeIn(state: MarketState, trades: readonly Trade[], signal: AbortSignal): Promise<void> {
    const late: LateTrade[] = [];
    for (const trade of trades) {
      let taken = this.parts.intake.take(state, trade, Date.now());
      while (taken === 'full') {
        await sleep(250, undefined, { signal });
        taken = this.parts.intake.take(state, trade, Date.now());
      }
      if (taken === 'late') late.push({ state, trade });
    }
    await this.parts.late.store(late);
  }

  private async withCandles(venue: Venue, gap: Gap, reason: string, signal: AbortSignal): Promise<void> {
    const { state } = gap;
    const intervals: CandleInterval[] = ['1m'];
    if (gap.toAt - gap.fromAt > hourMs) intervals.push('1h');
    if (gap.toAt - gap.fromAt > 24 * hourMs) intervals.push('1d');
    try {
      for (const interval of intervals) await this.fetchCandles(venue, gap, interval, signal);
    } catch (error) {
      if (!(error instanceof VenueRefusal) || error.retryAfterMs !== null) throw error;
      await this.close(state, [gap], 'unrepairable', error.reason);
      return;
    }
    await this.close(state, [gap], 'candles_only', reason);
    await this.parts.changed([state.market.id, state.asset.series.marketId]);
  }

  private async fetchCandles(venue: Venue, gap: Gap, interval: CandleInterval, signal: AbortSignal): Promise<void> {
    if (!venue.rest.candleIntervals.includes(interval)) return;
    const minutes = intervalMinutes[interval];
    const fromAt = bucketStart(gap.fromAt, minutes);
    const endAt = bucketStart(gap.toAt, minutes) + minutes * 60_000;
    let reached = endAt;
    while (reached > fromAt) {
      const page = await venue.rest.candlesBefore(gap.state.market, interval, fromAt, reached, signal);
      await this.parts.history.store(gap.state, interval, page.candles);
      if (page.exhausted || page.reachedAt >= reached) break;
      reached = page.reachedAt;
    }
    await this.parts.history.combine(gap.state.asset, interval, fromAt, endAt);
  }

  private async close(state: MarketState, gaps: readonly Gap[], outcome: GapOutcome, note: string | null): Promise<void> {
    const spans = gaps.map((gap) => ({ marketId: gap.marketId, fromAt: gap.fromAt, toAt: gap.toAt }));
    await this.parts.writer.write(async (tx) => {
      await closeGaps(
        tx,
        gaps.map((gap) => gap.id),
        outcome,
        note,
      );
      if (outcome !== 'unrepairable') await addCoverage(tx, outcome === 'repaired' ? 'backfilled' : 'candles_only', spans);
    });
    for (const gap of gaps) state.ledger.close(gap);
    const health = this.parts.health.of(state.market.venue);
    if (health !== null && outcome !== 'unrepairable') health.gapsRepaired += gaps.length;
  }
}
