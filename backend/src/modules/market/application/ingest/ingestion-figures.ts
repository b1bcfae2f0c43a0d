import type { VenueStatus } from '@tideline/contracts';
import type { RejectReason } from '../../venues/venue';
import type { WriterFigures } from './batch-writer';

/** What metrics show of ingestion; counted since the start of the run. */
export interface IngestionFigures {
  venues: (VenueStatus & { rejectedByReason: Partial<Record<RejectReason, number>> })[];
  writer: WriterFigures;
  /** Trades that wait to be stored. */
  pendingTrades: number;
  openGaps: number;
  backfill: { done: number; total: number };
}
