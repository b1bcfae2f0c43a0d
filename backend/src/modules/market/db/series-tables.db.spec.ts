import { pino } from 'pino';
import { openTestDatabase } from '../../../../test/test-database';
import { Partitions } from '../../../platform/database/partitions';
import { seriesTables } from './series-tables';

describe('seriesTables', () => {
  it.each([
    [2, 6],
    [30, 24],
    [365, 168],
  ])('keeps %i days of trades in chunks of %i hours', (days, hours) => {
    const [trades] = seriesTables({ TRADE_RETENTION_DAYS: days, CANDLE_RETENTION_DAYS: 365 });
    expect(trades).toMatchObject({ table: 'trades', chunkMs: hours * 3_600_000, retentionMs: days * 86_400_000 });
  });

  it('names tables and columns that the migrations made: each takes a row now and finds it in a partition of its own', async () => {
    const database = await openTestDatabase();
    const tables = seriesTables({ TRADE_RETENTION_DAYS: 2, CANDLE_RETENTION_DAYS: 365 });
    const now = 1_763_683_200_000;
    await Partitions.prepare(database, tables, now, pino({ level: 'silent' }));
    await database.query('INSERT INTO trades VALUES (1, 1, $1, 1, 1, true, 1)', [now]);
    await database.query('INSERT INTO minute_candles VALUES (1, $1, 1, 1, 1, 1, 1)', [now]);
    await database.query('INSERT INTO ticker_history VALUES (1, $1)', [now]);
    await database.query(`INSERT INTO asset_snapshots VALUES ('BTC', $1)`, [now]);
    for (const { table, segmentBy, column } of tables) {
      const rows = await database.query<{ place: string }>(
        `SELECT tableoid::regclass::text AS place FROM ${table} WHERE ${segmentBy} IS NOT NULL AND ${column} = $1`,
        [now],
      );
      expect(rows).toHaveLength(1);
      expect(rows[0]?.place).toMatch(new RegExp(`^${table}_\\d+$`));
    }
  });
});
