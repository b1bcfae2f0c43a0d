import type { DataMode } from '@tideline/contracts';
import type { Database } from '../../../../platform/database/database';
import { EventBridge } from '../../../../platform/events/event-bridge';
import type { TradeGap } from '../../db/gap-repository';
import { MarketRegistry } from '../../db/market-registry';
import type { Venue } from '../../venues/venue';
import { Announcer } from './announcer';
import { BackfillCandles } from './backfill-candles';
import { BackfillLoop } from './backfill-loop';
import { BatchWriter } from './batch-writer';
import { CandleHistory } from './candle-history';
import { Follower } from './follower';
import { GapFill } from './gap-fill';
import { GapRepair } from './gap-repair';
import { IngestPipeline } from './ingest-pipeline';
import { LateQueue } from './late-queue';
import { LateTrades } from './late-trades';
import { MarketBook } from './market-book';
import { OneWriter } from './one-writer';
import { PendingBatch } from './pending-batch';
import { PriceBoard } from './price-board';
import { TradeIntake } from './trade-intake';
import { VenueHealthBoard } from './venue-health-board';
import { VenueListings } from './venue-listings';

export interface PartOptions {
  dataMode: DataMode;
  diskLow?: () => boolean;
  ensureRange?: (table: string, fromAt: number, toAt: number) => Promise<void>;
}

export interface PartHandlers {
  /** Stored candles of these series have changed other than by the batch. */
  changed: (marketIds: number[]) => Promise<void>;
  /** Holes were found and kept. */
  gaps: (gaps: TradeGap[]) => void;
  /** True once the run has ended. */
  stopped: () => boolean;
  /** A venue told what it lists. */
  listed: () => Promise<void>;
}

export type RunParts = ReturnType<typeof assembleParts>;

/** Builds the parts of one run and joins them. */
export function assembleParts(
  database: Database,
  venues: readonly Venue[],
  bridge: EventBridge,
  options: PartOptions,
  handlers: PartHandlers,
) {
  const diskLow = options.diskLow ?? (() => false);
  const names = venues.map((venue) => venue.name);
  const registry = new MarketRegistry(database);
  const writer = new OneWriter(database, options.ensureRange ?? (async () => undefined));
  const book = new MarketBook();
  const batch = new PendingBatch();
  const health = new VenueHealthBoard(names, bridge, diskLow, Date.now());
  const prices = new PriceBoard(book, options.dataMode);
  const announcer = new Announcer(book, bridge);
  const intake = new TradeIntake(book, batch, (asset, now) => prices.reprice(asset, now), diskLow);
  const late = new LateTrades(database, writer, book, handlers.changed);
  const lateQueue = new LateQueue(late);
  const pipeline = new IngestPipeline(
    { book, batch, intake, prices, announcer, health },
    { late: (trades) => (diskLow() ? undefined : lateQueue.add(trades)), gaps: handlers.gaps },
  );
  const batches = new BatchWriter(writer, pipeline);
  const history = new CandleHistory(database, writer, book);
  const fill = new GapFill({ intake, batches, late, history, writer, health, diskLow, changed: handlers.changed });
  const repair = new GapRepair(venues, book, fill);
  const listings = new VenueListings(registry, health, handlers.listed);
  const backfill = new BackfillCandles({ database, venues, history, changed: handlers.changed });
  const backfillLoop = new BackfillLoop(backfill, book);
  const follower = new Follower(
    venues,
    {
      database,
      registry,
      book,
      intake,
      track: (assets) => {
        prices.track(assets);
        announcer.track(assets);
      },
      listed: (venue) => listings.of(venue),
      stopped: handlers.stopped,
    },
    (venue, pairs) => venue.start(pairs, (event) => pipeline.handle(venue.name, event, Date.now())),
  );
  return { registry, book, batch, pipeline, health, announcer, lateQueue, batches, repair, listings, backfill, backfillLoop, follower };
}
