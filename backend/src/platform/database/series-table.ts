/** A table of a time series, kept in chunks of time; times are epoch milliseconds. */
export interface SeriesTable {
  table: string;
  /** The bigint column that holds the time. */
  column: string;
  /** The column that tells the series apart; compressed rows are grouped by it (TimescaleDB). */
  segmentBy: string;
  chunkMs: number;
  /** Rows older than this are dropped; null keeps them for good. */
  retentionMs: number | null;
  /** Rows older than this are compressed (TimescaleDB only); null never. */
  compressAfterMs: number | null;
}
