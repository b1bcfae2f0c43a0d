import { setTimeout as sleep } from 'node:timers/promises';
import { Logger } from '@nestjs/common';
import type { DataMode } from '@tideline/contracts';
import type { Database } from '../../../../platform/database/database';
import { EventBridge } from '../../../../platform/events/event-bridge';
import { findOpenGaps, type TradeGap } from '../../db/gap-repository';
import type { Venue } from '../../venues/venue';
import { assembleParts, type RunParts } from './assemble';
import type { IngestionFigures } from './ingestion-figures';
import { loadCandles } from './load-markets';
import type { AssetState, MarketState } from './market-book';
import { watchVenueClock } from './venue-clock';

export interface IngestionOptions {
  /** Symbols tracked when the database is new. */
  assets: readonly string[];
  dataMode: DataMode;
  /** True while raw trades must not be stored: the disk is nearly full. */
  diskLow?: () => boolean;
  /** Called before rows of these times (`fromAt ≤ t < toAt`, epoch ms) are written to `table`. */
  ensureRange?: (table: string, fromAt: number, toAt: number) => Promise<void>;
}

const lookEveryMs = 3_000;
const tellEveryMs = 1_000;
const stopWithinMs = 6_000;

/** One life of ingestion, from `start` to `stop`. */
export class IngestionRun {
  private readonly log = new Logger('Ingestion');
  private readonly stopping = new AbortController();
  private background: Promise<void>[] = [];
  private teller: NodeJS.Timeout | undefined;
  private following: Promise<void> = Promise.resolve();
  private readonly parts: RunParts;

  constructor(
    private readonly database: Database,
    private readonly venues: readonly Venue[],
    private readonly bridge: EventBridge,
    private readonly options: IngestionOptions,
  ) {
    this.parts = assembleParts(database, venues, bridge, options, {
      changed: (marketIds) => this.candlesChanged(marketIds),
      gaps: (gaps) => this.takeGaps(gaps),
      listed: () => this.follow(),
      stopped: () => this.stopping.signal.aborted,
    });
  }

  async start(): Promise<void> {
    const { registry, listings, batches, health } = this.parts;
    await registry.seedAssets(this.options.assets);
    this.bridge.publish('market.assets', { at: Date.now() });
    for (const venue of this.venues) await listings.recall(venue);
    batches.start();
    await this.follow();
    this.teller = setInterval(() => health.announce(Date.now()), tellEveryMs);
    const { signal } = this.stopping;
    for (const venue of this.venues) {
      const venueHealth = health.of(venue.name);
      this.background.push(listings.watch(venue, signal));
      if (venueHealth !== null) this.background.push(watchVenueClock(venue, venueHealth, signal));
    }
    this.background.push(this.lookAfterAssets(signal));
  }

  /** One after the other: each sees what the one before has entered. */
  follow(): Promise<void> {
    const turn = this.following.then(() => this.followNow());
    this.following = turn.catch(() => undefined);
    return turn;
  }

  /** Ends within some seconds even when the database hangs: what is not stored then is found as a hole by the next start. */
  async stop(): Promise<void> {
    const { pipeline, repair, backfillLoop, lateQueue, batches } = this.parts;
    this.stopping.abort();
    clearInterval(this.teller);
    pipeline.end(Date.now());
    await Promise.all(this.venues.map((venue) => venue.stop()));
    const ended = Promise.all([batches.stop(), repair.stop(), backfillLoop.stop(), lateQueue.stop(), this.following, ...this.background]);
    await Promise.race([ended, sleep(stopWithinMs, undefined, { ref: false })]);
  }

  figures(): IngestionFigures {
    const { health, batches, batch, repair, backfill } = this.parts;
    const statuses = health.statuses(Date.now());
    return {
      venues: statuses.map((status) => ({
        ...status,
        rejectedByReason: Object.fromEntries(health.of(status.venue)?.rejected ?? []),
      })),
      writer: { ...batches.figures },
      pendingTrades: batch.size,
      openGaps: repair.open,
      backfill: backfill.done,
    };
  }

  private async followNow(): Promise<void> {
    if (this.stopping.signal.aborted) return;
    const { follower, pipeline, backfillLoop } = this.parts;
    const { fresh, resumed } = await follower.follow();
    // What is not followed any more is read from the database alone from now on.
    pipeline.rollUpSoon();
    if (fresh.length + resumed.length === 0) return;
    if (fresh.length > 0) await this.welcome(fresh);
    this.tellNewest([...fresh, ...resumed]);
    // Nothing was told of them meanwhile: who kept up with them reads again.
    if (resumed.length > 0) this.tellHistory(resumed.map((state) => state.asset));
    await backfillLoop.restart();
  }

  private async welcome(fresh: readonly MarketState[]): Promise<void> {
    // Whoever serves reads the catalog anew: these markets were not in it.
    this.bridge.publish('market.assets', { at: Date.now() });
    const ids = new Set(fresh.map((state) => state.market.id));
    this.takeGaps((await findOpenGaps(this.database)).filter((gap) => ids.has(gap.marketId)));
  }

  private tellNewest(markets: readonly MarketState[]): void {
    const { announcer, health } = this.parts;
    const now = health.venueNow(Date.now());
    const candles = [...markets, ...new Set(markets.map((state) => state.asset))].map((owner) => announcer.newestCandlesOf(owner, now));
    announcer.publish({ trades: [], candles: candles.filter((event) => event !== null), prices: null });
  }

  private tellHistory(assets: readonly AssetState[]): void {
    const symbols = [...new Set(assets.map(({ symbol }) => symbol))];
    this.bridge.publish('market.history', { symbols, paused: symbols.filter((symbol) => !this.parts.announcer.isTracked(symbol)) });
  }

  private takeGaps(gaps: TradeGap[]): void {
    const { book, health, repair } = this.parts;
    for (const gap of gaps) {
      const venue = health.of(book.known(gap.marketId)?.market.venue ?? '');
      if (venue !== null) venue.gapsFound += 1;
    }
    repair.add(gaps);
  }

  private async candlesChanged(marketIds: number[]): Promise<void> {
    const { book, announcer, health } = this.parts;
    const changed = new Set(marketIds);
    const owners: (MarketState | AssetState)[] = [...book.markets, ...book.assetStates].filter((owner) =>
      changed.has(owner.series.marketId),
    );
    await loadCandles(
      this.database,
      owners.map((owner) => owner.series),
    );
    const now = health.venueNow(Date.now());
    const candles = owners.map((owner) => announcer.newestCandlesOf(owner, now)).filter((event) => event !== null);
    announcer.publish({ trades: [], candles, prices: null });
    this.tellHistory(owners.flatMap((owner) => ('market' in owner ? [] : [owner])));
  }

  private async lookAfterAssets(signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      await sleep(lookEveryMs, undefined, { signal }).catch(() => undefined);
      try {
        if (!signal.aborted && (await this.parts.follower.outdated())) await this.follow();
      } catch (error) {
        this.log.debug(`the list of assets could not be read: ${String(error)}`);
      }
    }
  }
}
