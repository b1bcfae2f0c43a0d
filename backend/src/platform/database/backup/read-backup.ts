import { existsSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join, resolve, sep } from 'node:path';
import { once } from 'node:events';
import { finished } from 'node:stream/promises';
import pg from 'pg';
import { from as copyFrom } from 'pg-copy-streams';
import { DatabaseStartError } from '../database.errors';
import { Database } from '../database';
import type { DatabaseServer } from '../database-server';
import type { Log } from '../log';
import { appliedMigrations, knownMigrations, migrate } from '../migrate';
import { Partitions } from '../partitions';
import type { SeriesTable } from '../series-table';
import { readArchive } from './archive';
import { firstFilledTable, listTables } from './catalog';
import { type DatabaseManifest, endPath, filePrefix, type Manifest, manifestPath, manifestSchema, tablePath } from './manifest';

export interface RestoreTarget {
  server: DatabaseServer;
  dataDir: string;
  series: readonly SeriesTable[];
  log: Log;
}

/**
 * Restores a backup into empty databases and a DATA_DIR without those files, then brings it to this version. All rows of a database
 * come in one transaction: a restore that fails leaves it empty. Throws DatabaseStartError, before anything is written, when something
 * is there already, when the file is damaged, or when a newer version wrote it.
 */
export async function readBackup(target: RestoreTarget, file: string): Promise<Manifest> {
  const { manifest, files } = await inspect(file);
  const taken = files.find((path) => existsSync(pathIn(target.dataDir, path)));
  if (taken !== undefined)
    throw new DatabaseStartError(`DATA_DIR already holds ${taken}; restore into an empty one, for example DATA_DIR=.data-restored`);
  const loads: DatabaseLoad[] = [];
  try {
    for (const database of manifest.databases) loads.push(await DatabaseLoad.prepare(target, database));
    await readArchive(file, async (path, content) => {
      if (path.startsWith(filePrefix)) return writeOwnFile(pathIn(target.dataDir, path.slice(filePrefix.length)), content);
      for (const load of loads) await load.take(path, content);
    });
    for (const load of loads) await load.finish();
  } finally {
    for (const load of loads) await load.close();
  }
  for (const { mode } of manifest.databases) await migrate(target.server.url(mode), target.log);
  return manifest;
}

async function inspect(file: string): Promise<{ manifest: Manifest; files: string[] }> {
  if (!existsSync(file)) throw new DatabaseStartError(`${file} does not exist`);
  let manifest: Manifest | null = null;
  let complete = false;
  const files: string[] = [];
  await readArchive(file, async (path, content) => {
    if (path === manifestPath) manifest = manifestSchema.safeParse(JSON.parse(content.toString())).data ?? null;
    if (path === endPath) complete = true;
    if (path.startsWith(filePrefix)) files.push(path.slice(filePrefix.length));
  });
  const found = manifest as Manifest | null;
  if (found === null || !complete) throw new DatabaseStartError(`${file} is damaged, or not a backup of Tideline`);
  const known = await knownMigrations();
  const unknown = found.databases.flatMap(({ migrations }) => migrations).find((name) => !known.includes(name));
  if (unknown !== undefined)
    throw new DatabaseStartError(`${file} was written by a newer version of Tideline (it knows ${unknown}); restore it with that version`);
  return { manifest: found, files };
}

/** One database that is being filled. */
class DatabaseLoad {
  private open: { table: string; stream: ReturnType<typeof copyFrom> } | null = null;

  private constructor(
    private readonly client: pg.Client,
    private readonly manifest: DatabaseManifest,
  ) {}

  static async prepare({ server, series, log }: RestoreTarget, manifest: DatabaseManifest): Promise<DatabaseLoad> {
    const url = server.url(manifest.mode);
    await server.create(manifest.mode);
    const client = new pg.Client({ connectionString: url, application_name: 'tideline restore' });
    client.on('error', () => undefined);
    await client.connect();
    try {
      const filled = await firstFilledTable(client, await listTables(client));
      const where = `The database "${client.database ?? ''}"`;
      if (filled !== null)
        throw new DatabaseStartError(`${where} is not empty (${filled} holds rows); restore into an empty DATA_DIR or an empty database`);
      await migrate(url, log, manifest.migrations.length - (await appliedMigrations(client)).length);
      const ahead = (await appliedMigrations(client)).find((name) => !manifest.migrations.includes(name));
      if (ahead !== undefined)
        throw new DatabaseStartError(`${where} is newer than the backup (${ahead}); drop it, so that the restore can make it`);
      await makeChunks(url, manifest, series, log);
      await client.query('BEGIN');
      return new DatabaseLoad(client, manifest);
    } catch (error) {
      await client.end();
      throw error;
    }
  }

  /** Adds a part of a table's rows; parts of one table come one after another. */
  async take(path: string, content: Buffer): Promise<void> {
    const table = this.manifest.tables.find(({ name }) => path.startsWith(`${tablePath(this.manifest.mode, name)}.`));
    if (table === undefined) return;
    if (this.open?.table !== table.name) {
      await this.endTable();
      const list = table.columns.map((column) => pg.escapeIdentifier(column)).join(', ');
      this.open = {
        table: table.name,
        stream: this.client.query(copyFrom(`COPY ${pg.escapeIdentifier(table.name)} (${list}) FROM STDIN`)),
      };
    }
    const { stream } = this.open;
    if (!stream.write(content)) await once(stream, 'drain');
  }

  async finish(): Promise<void> {
    await this.endTable();
    for (const { name, value } of this.manifest.sequences) {
      await this.client.query(`SELECT setval(to_regclass(quote_ident($1)), $2) WHERE to_regclass(quote_ident($1)) IS NOT NULL`, [
        name,
        value,
      ]);
    }
    await this.client.query('COMMIT');
  }

  /** Without finish() before, nothing of it stays. */
  async close(): Promise<void> {
    await this.client.end().catch(() => undefined);
  }

  private async endTable(): Promise<void> {
    const stream = this.open?.stream;
    this.open = null;
    if (stream === undefined) return;
    stream.end();
    await finished(stream);
  }
}

async function makeChunks(url: string, { ranges }: DatabaseManifest, series: readonly SeriesTable[], log: Log): Promise<void> {
  const database = new Database({ connectionString: url, max: 2 });
  try {
    const partitions = await Partitions.adopt(database, series, log);
    for (const { table, from, to } of ranges) await partitions.ensureRange(table, { from, to });
  } finally {
    await database.close();
  }
}

/** Where a file of the archive goes; a path that would leave DATA_DIR is refused. */
function pathIn(dataDir: string, path: string): string {
  const full = resolve(join(dataDir, path));
  if (!full.startsWith(resolve(dataDir) + sep)) throw new DatabaseStartError(`the backup holds a file outside of DATA_DIR: ${path}`);
  return full;
}

async function writeOwnFile(path: string, content: Buffer): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, content, { mode: 0o600, flag: 'wx' });
}
