import type { SeriesTable } from './series-table';
import { hypertableSql, policySql } from './timescale';

const trades: SeriesTable = {
  table: 'trades',
  column: 'traded_at',
  segmentBy: 'market_id',
  chunkMs: 21_600_000,
  retentionMs: 172_800_000,
  compressAfterMs: null,
};

describe('hypertableSql', () => {
  it('replaces the partitioned table by a plain one before it makes the hypertable of 6 h chunks', () => {
    expect(hypertableSql(trades)).toEqual([
      'CREATE TABLE "trades_hyper" (LIKE "trades" INCLUDING ALL)',
      'DROP TABLE "trades"',
      'ALTER TABLE "trades_hyper" RENAME TO "trades"',
      "SELECT create_hypertable('trades', 'traded_at', chunk_time_interval => 21600000::bigint, create_default_indexes => false)",
      "SELECT set_integer_now_func('trades', 'epoch_ms')",
    ]);
  });

  it('adds compression by market, newest first, where it is asked for', () => {
    expect(hypertableSql({ ...trades, compressAfterMs: 1 }).at(-1)).toBe(
      `ALTER TABLE "trades" SET (timescaledb.compress, timescaledb.compress_segmentby = 'market_id', timescaledb.compress_orderby = 'traded_at DESC')`,
    );
  });
});

describe('policySql', () => {
  it('replaces the retention of an earlier start by 2 days', () => {
    expect(policySql(trades)).toEqual([
      "SELECT remove_retention_policy('trades', if_exists => true)",
      "SELECT add_retention_policy('trades', drop_after => 172800000::bigint)",
    ]);
  });

  it('only removes the retention of a table that is kept for good', () => {
    expect(policySql({ ...trades, retentionMs: null })).toEqual(["SELECT remove_retention_policy('trades', if_exists => true)"]);
  });
});
