import type { Config } from '../../../platform/config/config';
import type { SeriesTable } from '../../../platform/database/series-table';

const hourMs = 3_600_000;
const dayMs = 24 * hourMs;
/** The longest period that the API serves of these, and some room. */
const historyMs = 100 * dayMs;

/** The market's tables that grow with time: how long each is kept, and in chunks of what length. */
export function seriesTables(config: Pick<Config, 'TRADE_RETENTION_DAYS' | 'CANDLE_RETENTION_DAYS'>): SeriesTable[] {
  const tradeDays = config.TRADE_RETENTION_DAYS;
  return [
    {
      table: 'trades',
      column: 'traded_at',
      segmentBy: 'market_id',
      chunkMs: tradeDays <= 7 ? 6 * hourMs : tradeDays <= 90 ? dayMs : 7 * dayMs,
      retentionMs: tradeDays * dayMs,
      compressAfterMs: tradeDays <= 7 ? null : 3 * dayMs,
    },
    {
      table: 'minute_candles',
      column: 'open_at',
      segmentBy: 'market_id',
      chunkMs: 30 * dayMs,
      retentionMs: config.CANDLE_RETENTION_DAYS * dayMs,
      compressAfterMs: 7 * dayMs,
    },
    {
      table: 'ticker_history',
      column: 'at',
      segmentBy: 'market_id',
      chunkMs: 7 * dayMs,
      retentionMs: historyMs,
      compressAfterMs: 7 * dayMs,
    },
    { table: 'asset_snapshots', column: 'at', segmentBy: 'symbol', chunkMs: 7 * dayMs, retentionMs: historyMs, compressAfterMs: 7 * dayMs },
  ];
}
