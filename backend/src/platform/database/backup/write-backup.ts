import { existsSync } from 'node:fs';
import { readdir, readFile, rename, rm, stat } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';
import type { DataMode } from '@tideline/contracts';
import pg from 'pg';
import { to as copyTo } from 'pg-copy-streams';
import { DatabaseStartError } from '../database.errors';
import { appliedMigrations } from '../migrate';
import { listPartitions } from '../native-partitions';
import type { SeriesTable } from '../series-table';
import { type ArchiveWriter, writeArchive } from './archive';
import { listSequences, listTables } from './catalog';
import { type DatabaseManifest, endPath, filePrefix, type Manifest, manifestPath, tablePath } from './manifest';

/** The databases and the folder to be backed up. */
export interface BackupSource {
  /** The addresses of the databases that exist. */
  databases: { mode: DataMode; url: string }[];
  dataDir: string;
  series: readonly SeriesTable[];
}

/**
 * Writes the whole state to one file (a gzipped tar), each database as of one moment, while the app may go on: all tables, and what
 * DATA_DIR holds besides the embedded server. Jobs that wait are not part of it: they are work, made again from the state.
 */
export async function writeBackup(source: BackupSource, file: string): Promise<Manifest> {
  if (existsSync(file)) throw new DatabaseStartError(`${file} exists already; name a file that does not`);
  const draft = `${file}.partial`;
  const archive = writeArchive(draft);
  const clients: pg.Client[] = [];
  try {
    const snapshots: { client: pg.Client; database: DatabaseManifest }[] = [];
    for (const { mode, url } of source.databases) {
      const client = new pg.Client({ connectionString: url, application_name: 'tideline backup' });
      clients.push(client);
      client.on('error', () => undefined);
      await client.connect();
      await client.query('BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY');
      snapshots.push({ client, database: await describe(client, mode, source.series) });
    }
    const databases = snapshots.map(({ database }) => database);
    const manifest: Manifest = { format: 'tideline-backup-1', createdAt: new Date().toISOString(), databases };
    await archive.add(manifestPath, Buffer.from(JSON.stringify(manifest, null, 2)));
    for (const { client, database } of snapshots) await addTables(archive, client, database);
    await addFiles(archive, source.dataDir);
    await archive.add(endPath, Buffer.alloc(0));
    await archive.finish();
    await rename(draft, file);
    return manifest;
  } catch (error) {
    await rm(draft, { force: true });
    throw error;
  } finally {
    for (const client of clients) await client.end().catch(() => undefined);
  }
}

async function describe(client: pg.Client, mode: DataMode, series: readonly SeriesTable[]): Promise<DatabaseManifest> {
  const tables = await listTables(client);
  const ranges = [];
  for (const item of series.filter(({ table }) => tables.some(({ name }) => name === table)))
    ranges.push(...(await rangesOf(client, item)));
  return { mode, migrations: await appliedMigrations(client), tables, sequences: await listSequences(client), ranges };
}

async function rangesOf(client: pg.Client, { table, column }: SeriesTable): Promise<DatabaseManifest['ranges']> {
  const query = async <R>(sql: string, values: readonly unknown[] = []) => (await client.query(sql, [...values])).rows as R[];
  const partitions = await listPartitions({ query }, table);
  if (partitions.length > 0) return partitions.map(({ from, to }) => ({ table, from, to }));
  const [span] = await query<{ from: string | null; to: string | null }>(
    `SELECT min("${column}") AS from, max("${column}") + 1 AS to FROM "${table}"`,
  );
  return span === undefined || span.from === null || span.to === null ? [] : [{ table, from: Number(span.from), to: Number(span.to) }];
}

async function addTables(archive: ArchiveWriter, client: pg.Client, { mode, tables }: DatabaseManifest): Promise<void> {
  for (const { name, columns } of tables) {
    const list = columns.map((column) => pg.escapeIdentifier(column)).join(', ');
    const rows = client.query(copyTo(`COPY (SELECT ${list} FROM ${pg.escapeIdentifier(name)}) TO STDOUT`));
    await archive.addStream(tablePath(mode, name), rows);
  }
}

/** All of DATA_DIR but the embedded server, whose rows are in the tables, and what belongs to the running process: how far it got, too. */
async function addFiles(archive: ArchiveWriter, dataDir: string): Promise<void> {
  if (!existsSync(dataDir)) return;
  const names = (await readdir(dataDir)).filter((name) => !/^(postgres|tideline\.lock|audit-head)/.test(name));
  for (const path of await filesBelow(names.sort().map((name) => join(dataDir, name)))) {
    await archive.add(filePrefix + relative(dataDir, path).split(sep).join('/'), await readFile(path));
  }
}

async function filesBelow(paths: string[]): Promise<string[]> {
  const files: string[] = [];
  for (const path of paths) {
    const kind = await stat(path);
    if (kind.isDirectory()) files.push(...(await filesBelow((await readdir(path)).sort().map((name) => join(path, name)))));
    else if (kind.isFile()) files.push(path);
  }
  return files;
}
