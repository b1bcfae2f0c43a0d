import pg from 'pg';
import type { Database } from './database';
import type { SeriesTable } from './series-table';

const identifier = pg.escapeIdentifier;
const literal = pg.escapeLiteral;

/** Makes the extension if this server has it; false where it has not, or where we may not. */
export async function enableTimescale(database: Database): Promise<boolean> {
  const available = await database.query<{ installed: string | null }>(
    `SELECT installed_version AS installed FROM pg_available_extensions WHERE name = 'timescaledb'`,
  );
  if (available[0] === undefined) return false;
  if (available[0].installed !== null) return true;
  return database.query('CREATE EXTENSION IF NOT EXISTS timescaledb').then(
    () => true,
    () => false,
  );
}

/** The clock of hypertables whose time is epoch milliseconds. */
export const clockSql = `CREATE OR REPLACE FUNCTION epoch_ms() RETURNS bigint LANGUAGE sql STABLE AS 'SELECT (extract(epoch FROM now()) * 1000)::bigint'`;

/** The statements that turn a partitioned table without rows into a hypertable, compression included. */
export function hypertableSql({ table, column, segmentBy, chunkMs, compressAfterMs }: SeriesTable): string[] {
  const fresh = identifier(`${table}_hyper`);
  const name = identifier(table);
  const statements = [
    `CREATE TABLE ${fresh} (LIKE ${name} INCLUDING ALL)`,
    `DROP TABLE ${name}`,
    `ALTER TABLE ${fresh} RENAME TO ${name}`,
    `SELECT create_hypertable(${literal(table)}, ${literal(column)}, chunk_time_interval => ${chunkMs}::bigint, create_default_indexes => false)`,
    `SELECT set_integer_now_func(${literal(table)}, 'epoch_ms')`,
  ];
  if (compressAfterMs !== null) {
    statements.push(
      `ALTER TABLE ${name} SET (timescaledb.compress, timescaledb.compress_segmentby = ${literal(segmentBy)}, timescaledb.compress_orderby = ${literal(`${column} DESC`)})`,
    );
  }
  return statements;
}

/** The statements that set the policies of a hypertable to what is configured now. */
export function policySql({ table, retentionMs, compressAfterMs }: SeriesTable): string[] {
  const name = literal(table);
  return [
    `SELECT remove_retention_policy(${name}, if_exists => true)`,
    ...(retentionMs === null ? [] : [`SELECT add_retention_policy(${name}, drop_after => ${retentionMs}::bigint)`]),
    ...(compressAfterMs === null
      ? []
      : [
          `SELECT remove_compression_policy(${name}, if_exists => true)`,
          `SELECT add_compression_policy(${name}, compress_after => ${compressAfterMs}::bigint)`,
        ]),
  ];
}
