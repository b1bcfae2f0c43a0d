import { Inject, Injectable, Optional, type OnModuleInit } from '@nestjs/common';
import type { PartHealth, VenueState, VenueStatus } from '@tideline/contracts';
import { Health } from '../../../platform/observability/health';
import { Metrics, type Sample } from '../../../platform/observability/metrics';
import type { IngestionFigures } from './ingestion';
import { LeadIngestion } from './lead-ingestion';
import { MarketView } from './market-view';

const freshMs = 5_000;
const partState: Record<VenueState, PartHealth['state']> = {
  live: 'up',
  connecting: 'degraded',
  stale: 'degraded',
  down: 'down',
  disabled: 'degraded',
};

type VenueFigures = IngestionFigures['venues'][number];

/** Health of the market's data in every process, and ingestion's figures in the one that ingests. */
@Injectable()
export class WatchMarket implements OnModuleInit {
  constructor(
    @Inject(Health) private readonly health: Health,
    @Inject(Metrics) private readonly metrics: Metrics,
    @Inject(MarketView) private readonly view: MarketView,
    @Optional() @Inject(LeadIngestion) private readonly lead?: LeadIngestion,
  ) {}

  onModuleInit(): void {
    this.health.register({ part: 'prices', required: false, check: () => [this.prices()] });
    this.health.register({ part: 'venues', required: false, check: () => this.view.venues().map(venueHealth) });
    this.metrics.gauge('tideline_market_price_age_seconds', 'Since the newest frame of prices came', [], () => {
      const age = this.view.frameAgeMs(Date.now());
      return age === null ? [] : [{ value: age / 1000 }];
    });
    this.metrics.gauge('tideline_market_tracked_assets', 'Assets whose prices are followed', [], () => [
      { value: this.view.prices().length },
    ]);
    if (this.lead === undefined) return;
    this.offerVenues();
    this.offerWriter();
  }

  private prices(): PartHealth {
    const ageMs = this.view.frameAgeMs(Date.now());
    const fresh = ageMs !== null && ageMs < freshMs;
    return { part: 'prices', state: fresh ? 'up' : 'degraded', detail: fresh ? null : 'ingestion tells nothing', ageMs };
  }

  private offerVenues(): void {
    const total = (noun: string, help: string, read: (venue: VenueFigures) => number): void =>
      this.metrics.total(`tideline_market_${noun}_total`, help, ['venue'], () => this.perVenue(read));
    total('trades_received', 'Trades that a venue sent', (venue) => venue.tradesReceived);
    total('reconnects', 'Connections to a venue that had to be opened again', (venue) => venue.reconnects);
    total('gaps_found', 'Holes in the trade ids of a venue', (venue) => venue.gapsFound);
    total('gaps_repaired', 'Holes that were filled', (venue) => venue.gapsRepaired);
    this.metrics.total('tideline_market_rejects_total', 'What a venue sent that is no valid data, by reason', ['venue', 'reason'], () =>
      this.venues().flatMap(({ venue, rejectedByReason }) =>
        Object.entries(rejectedByReason).map(([reason, value]) => ({ value, labels: { venue, reason } })),
      ),
    );
    this.metrics.gauge('tideline_market_venue_up', '1 while a venue is live', ['venue'], () =>
      this.perVenue(({ status }) => (status === 'live' ? 1 : 0)),
    );
    this.metrics.gauge('tideline_market_lag_seconds', 'Venue time of the newest trade to its arrival', ['venue'], () =>
      this.perVenue(({ lagMs }) => (lagMs ?? Number.NaN) / 1000),
    );
  }

  private offerWriter(): void {
    const gauge = (noun: string, help: string, read: (figures: IngestionFigures) => number): void =>
      this.metrics.gauge(`tideline_market_${noun}`, help, [], () => this.figures().map((one) => ({ value: read(one) })));
    const total = (noun: string, help: string, read: (figures: IngestionFigures) => number): void =>
      this.metrics.total(`tideline_market_${noun}_total`, help, [], () => this.figures().map((one) => ({ value: read(one) })));
    total('batches', 'Batches stored', ({ writer }) => writer.batches);
    total('trades_stored', 'Trades stored', ({ writer }) => writer.trades);
    total('batch_failures', 'Batches that could not be stored at once', ({ writer }) => writer.failures);
    gauge('batch_size_trades', 'Trades in the newest batch', ({ writer }) => writer.lastBatchTrades);
    gauge('pending_trades', 'Trades that wait to be stored', ({ pendingTrades }) => pendingTrades);
    gauge('open_gaps', 'Holes that are not filled yet', ({ openGaps }) => openGaps);
    gauge('backfill_ratio', 'How much of the first back-fill is done', ({ backfill: { done, total } }) => (total === 0 ? 1 : done / total));
  }

  private figures(): IngestionFigures[] {
    const figures = this.lead?.ingestion.figures() ?? null;
    return figures === null ? [] : [figures];
  }

  private venues(): VenueFigures[] {
    return this.figures().flatMap(({ venues }) => venues);
  }

  private perVenue(read: (venue: VenueFigures) => number): Sample[] {
    return this.venues().map((venue) => ({ value: read(venue), labels: { venue: venue.venue } }));
  }
}

function venueHealth({ venue, status, reason, lastMessageAt }: VenueStatus): PartHealth {
  const ageMs = lastMessageAt === null ? null : Math.max(0, Date.now() - Date.parse(lastMessageAt));
  return { part: `venue ${venue}`, state: partState[status], detail: reason ?? (status === 'live' ? null : status), ageMs };
}
