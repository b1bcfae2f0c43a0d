import pg from 'pg';
import type { Database, Queries, Transaction } from './database';
import type { SeriesTable } from './series-table';
import { missingChunks, type TimeRange } from './time-ranges';

interface Partition extends TimeRange {
  name: string;
}

const quoted = pg.escapeIdentifier;
/** How many chunks of stray rows one upkeep gives partitions of their own; absurd times stay in the default partition. */
const strayChunks = 400;

/** Makes the partitions of `range` that are missing, and moves what the default partition holds of it there. Gives how many. */
export async function makePartitions(database: Database, series: SeriesTable, range: TimeRange): Promise<number> {
  const present = await listPartitions(database, series.table);
  if (missingChunks(range, present, series.chunkMs).length === 0) return 0;
  return database.transaction(async (tx) => {
    await lockTable(tx, series.table);
    const missing = missingChunks(range, await listPartitions(tx, series.table), series.chunkMs);
    for (const chunk of missing) await makePartition(tx, series, chunk);
    return missing.length;
  });
}

/** Drops the partitions that end before `before`, and what the default partition holds from that time. Gives the dropped ones. */
export async function dropPartitions(database: Database, series: SeriesTable, before: number): Promise<string[]> {
  const isExpired = ({ to }: Partition) => to <= before;
  await database.query(`DELETE FROM ${quoted(`${series.table}_default`)} WHERE ${quoted(series.column)} < $1`, [before]);
  if (!(await listPartitions(database, series.table)).some(isExpired)) return [];
  return database.transaction(async (tx) => {
    await lockTable(tx, series.table);
    const expired = (await listPartitions(tx, series.table)).filter(isExpired);
    for (const { name } of expired) await tx.query(`DROP TABLE ${quoted(name)}`);
    return expired.map(({ name }) => name);
  });
}

/** Gives the chunks of time for which rows wait in the default partition. */
export async function strayRanges(database: Database, series: SeriesTable): Promise<TimeRange[]> {
  const start = `${quoted(series.column)} / ${series.chunkMs} * ${series.chunkMs}`;
  const rows = await database.query<{ from: number }>(
    `SELECT DISTINCT ${start} AS from FROM ${quoted(`${series.table}_default`)} ORDER BY 1 DESC LIMIT ${strayChunks}`,
  );
  return rows.map(({ from }) => ({ from, to: from + series.chunkMs }));
}

/** Gives the partitions of a table by time, without the default one. */
export async function listPartitions(tx: Queries, table: string): Promise<Partition[]> {
  const rows = await tx.query<{ name: string; bound: string }>(
    `SELECT c.relname AS name, pg_get_expr(c.relpartbound, c.oid) AS bound
       FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid
      WHERE i.inhparent = $1::regclass`,
    [table],
  );
  return rows
    .flatMap(({ name, bound }) => {
      const [, from, to] = /FROM \('?(-?\d+)'?\) TO \('?(-?\d+)'?\)/.exec(bound) ?? [];
      return from === undefined || to === undefined ? [] : [{ name, from: Number(from), to: Number(to) }];
    })
    .sort((a, b) => a.from - b.from);
}

/**
 * Takes the table for the moment that it needs to change: a writer that had already chosen the default partition for its row would be
 * refused. Waits for running statements 2 s at most, because others queue behind us meanwhile; then fails with SQLSTATE 55P03.
 */
async function lockTable(tx: Transaction, table: string): Promise<void> {
  await tx.query(`SELECT pg_advisory_xact_lock(hashtext($1))`, [`tideline partitions of ${table}`]);
  await tx.query(`SET LOCAL lock_timeout = '2s'`);
  await tx.query(`LOCK TABLE ${quoted(table)} IN ACCESS EXCLUSIVE MODE`);
}

/** The rows that wait for this chunk must have left the default partition before the chunk is attached. */
async function makePartition(tx: Transaction, { table, column }: SeriesTable, { from, to }: TimeRange): Promise<void> {
  const name = quoted(`${table}_${from}`);
  await tx.query(`CREATE TABLE ${name} (LIKE ${quoted(table)} INCLUDING ALL)`);
  await tx.query(
    `WITH moved AS (DELETE FROM ${quoted(`${table}_default`)} WHERE ${quoted(column)} >= ${from} AND ${quoted(column)} < ${to} RETURNING *)
     INSERT INTO ${name} SELECT * FROM moved`,
  );
  await tx.query(`ALTER TABLE ${quoted(table)} ATTACH PARTITION ${name} FOR VALUES FROM (${from}) TO (${to})`);
}
