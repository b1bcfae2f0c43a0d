import { setTimeout as sleep } from 'node:timers/promises';
import { Logger } from '@nestjs/common';
import type { CandleInterval } from '@tideline/contracts';
import type { Database, Transaction } from '../../../../platform/database/database';
import { advanceBackfill, planBackfill, readBackfill, type BackfillProgress } from '../../db/backfill-repository';
import { addCoverage } from '../../db/coverage-repository';
import { bucketStart, intervalMinutes } from '../../domain/candle';
import { VenueRefusal, type Venue } from '../../venues/venue';
import type { CandleHistory } from './candle-history';
import type { AssetState, MarketState } from './market-book';

const dayMs = 24 * 3_600_000;
const historyMs = 90 * dayMs;
/** Minutes are fetched for everybody's last day first, then week by week backwards. */
const firstMinutesMs = dayMs;
const laterMinutesMs = 7 * dayMs;
const attempts = 5;
const retryMs = 2_000;

export interface BackfillParts {
  database: Database;
  venues: readonly Venue[];
  history: CandleHistory;
  /** Told the series whose stored candles have changed. */
  changed: (marketIds: number[]) => Promise<void>;
}

/**
 * Fetches 90 days of candles on a first start, in the background and resumable: days and hours of every asset first, so that charts show
 * within seconds, then minutes, newest first. Where history is computed on read only what is coarse is stored.
 */
export class BackfillCandles {
  private readonly log = new Logger('Backfill');
  private progress = new Map<string, BackfillProgress>();
  /** How many tenths of the history were told last. */
  private toldTenths = -1;

  constructor(private readonly parts: BackfillParts) {}

  /** Resolves when all that can be had is stored; `assets` in the order of their importance, rates first. Rejects when aborted. */
  async run(assets: readonly AssetState[], now: number, signal: AbortSignal): Promise<void> {
    await this.plan(assets, now);
    for (const asset of assets) {
      for (const interval of ['1d', '1h'] as const) await this.fetchAsset(asset, interval, now - historyMs, signal);
    }
    for (let reach = firstMinutesMs; ; reach += laterMinutesMs) {
      for (const asset of assets) await this.fetchAsset(asset, '1m', Math.max(now - reach, now - historyMs), signal);
      if (reach >= historyMs) break;
    }
    this.say();
  }

  /** True when nothing is left to fetch. */
  get finished(): boolean {
    return [...this.progress.values()].every((row) => row.done);
  }

  /** How many candles of how many are there. */
  get done(): { done: number; total: number } {
    let done = 0;
    let total = 0;
    for (const row of this.progress.values()) {
      total += (row.toAt - row.fromAt) / (row.minutes * 60_000);
      done += (row.toAt - (row.done ? row.fromAt : row.reachedAt)) / (row.minutes * 60_000);
    }
    return { done, total };
  }

  private async plan(assets: readonly AssetState[], now: number): Promise<void> {
    const computed = this.parts.venues.some((venue) => venue.computedHistory !== undefined);
    const rows = assets.flatMap((asset) =>
      [asset.series.marketId, ...asset.markets.map((state) => state.market.id)].flatMap((marketId) =>
        [1440, 60, 1].map((minutes) => {
          const toAt = bucketStart(now, minutes);
          // The hours that are stored end where the present one began; its minutes are needed to go on from there.
          const fromAt = computed && minutes === 1 ? bucketStart(now, 60) : bucketStart(now - historyMs, minutes);
          return { marketId, minutes, fromAt, toAt };
        }),
      ),
    );
    await planBackfill(this.parts.database, rows);
    const stored = await readBackfill(this.parts.database);
    this.progress = new Map(stored.map((row) => [`${row.marketId} ${row.minutes}`, row]));
    // What an earlier start has finished is not told again.
    if (this.finished) this.toldTenths = 10;
  }

  /** Fetches one asset at one interval back to `fromAt` from all its venues, side by side, and combines what came. */
  private async fetchAsset(asset: AssetState, interval: CandleInterval, fromAt: number, signal: AbortSignal): Promise<void> {
    signal.throwIfAborted();
    const minutes = intervalMinutes[interval];
    const markets = asset.markets.filter((state) => state.active);
    const stretches = await Promise.all(markets.map((state) => this.fetchMarket(state, interval, fromAt, signal)));
    const fetched = stretches.filter((stretch) => stretch !== null);
    const series = this.progress.get(`${asset.series.marketId} ${minutes}`);
    if (series === undefined) return;
    const reached = Math.min(...markets.map((state) => this.progress.get(`${state.market.id} ${minutes}`)?.reachedAt ?? series.toAt));
    const from = Math.max(series.fromAt, bucketStart(fromAt, minutes), reached);
    const fromAtAll = Math.min(from, ...fetched.map((stretch) => stretch.fromAt));
    const toAtAll = Math.max(...fetched.map((stretch) => stretch.toAt), from < series.reachedAt ? series.reachedAt : -Infinity);
    if (toAtAll <= fromAtAll) return;
    await this.parts.history.combine(asset, interval, fromAtAll, toAtAll);
    series.reachedAt = Math.min(series.reachedAt, from);
    series.done = markets.every((state) => this.progress.get(`${state.market.id} ${minutes}`)?.done === true);
    await advanceBackfill(this.parts.database, series);
    await this.parts.changed([asset.series.marketId, ...markets.map((state) => state.market.id)]);
    this.say();
  }

  /** Gives the stretch that was fetched, or null when there was nothing to fetch. */
  private async fetchMarket(
    state: MarketState,
    interval: CandleInterval,
    fromAt: number,
    signal: AbortSignal,
  ): Promise<{ fromAt: number; toAt: number } | null> {
    const row = this.progress.get(`${state.market.id} ${intervalMinutes[interval]}`);
    const venue = this.venueOf(state);
    if (row === undefined || venue === undefined || row.done) return null;
    const toAt = row.reachedAt;
    const target = Math.max(row.fromAt, bucketStart(fromAt, row.minutes));
    for (let failures = 0; !row.done && row.reachedAt > target;) {
      try {
        await this.fetchPage(venue, state, interval, row, signal);
        failures = 0;
      } catch (error) {
        signal.throwIfAborted();
        failures += 1;
        const refusal = error instanceof VenueRefusal ? error : null;
        if (failures >= attempts || (refusal !== null && refusal.retryAfterMs === null)) {
          await this.giveUp(row, state, error);
          break;
        }
        await sleep(Math.max(refusal?.retryAfterMs ?? 0, retryMs * 2 ** failures), undefined, { signal });
      }
    }
    return row.reachedAt < toAt ? { fromAt: row.reachedAt, toAt } : null;
  }

  private async fetchPage(
    venue: Venue,
    state: MarketState,
    interval: CandleInterval,
    row: BackfillProgress,
    signal: AbortSignal,
  ): Promise<void> {
    if (!venue.rest.candleIntervals.includes(interval)) {
      row.done = true;
      row.note = 'the venue does not serve this interval';
      return advanceBackfill(this.parts.database, row);
    }
    const page = await venue.rest.candlesBefore(state.market, interval, row.fromAt, row.reachedAt, signal);
    const next = { ...row, reachedAt: Math.max(row.fromAt, Math.min(page.reachedAt, row.reachedAt)), note: null as string | null };
    const stuck = next.reachedAt >= row.reachedAt;
    next.done = page.exhausted || stuck || next.reachedAt <= row.fromAt;
    if (next.done && next.reachedAt > row.fromAt) next.note = 'the venue has no older candles';
    const computed = venue.computedHistory !== undefined;
    await this.parts.history.store(state, interval, page.candles, (tx) => this.advance(tx, row, next, computed));
    Object.assign(row, next);
  }

  /** Time counts as filled in by its minutes; where only hours are there it is known by candles, unless the minutes are computed on read. */
  private async advance(tx: Transaction, row: BackfillProgress, next: BackfillProgress, computed: boolean): Promise<void> {
    await advanceBackfill(tx, next);
    if (row.minutes === 1440) return;
    const kind = row.minutes === 1 || computed ? 'backfilled' : 'candles_only';
    await addCoverage(tx, kind, [{ marketId: row.marketId, fromAt: next.reachedAt, toAt: row.reachedAt }]);
  }

  /** Noted and left for the next start. */
  private async giveUp(row: BackfillProgress, state: MarketState, error: unknown): Promise<void> {
    row.note = error instanceof Error ? error.message : String(error);
    this.log.warn(`${state.market.venue} ${state.market.pair}: no history for now: ${row.note}`);
    await advanceBackfill(this.parts.database, row);
  }

  private say(): void {
    const { done, total } = this.done;
    const tenths = total === 0 ? 10 : Math.floor((10 * done) / total);
    if (tenths === this.toldTenths) return;
    this.toldTenths = tenths;
    this.log.log(`history: ${tenths * 10} % of ${Math.round(total)} candles`);
  }

  private venueOf(state: MarketState): Venue | undefined {
    return this.parts.venues.find((venue) => venue.name === state.market.venue);
  }
}
