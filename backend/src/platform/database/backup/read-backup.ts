import { mkdir, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { once } from 'node:events';
import { finished } from 'node:stream/promises';
import pg from 'pg';
import { from as copyFrom } from 'pg-copy-streams';
import { DatabaseStartError } from '../database.errors';
import { Database } from '../database';
import type { DatabaseServer } from '../database-server';
import type { Log } from '../log';
import { appliedMigrations, migrate } from '../migrate';
import { Partitions } from '../partitions';
import type { SeriesTable } from '../series-table';
import { readArchive } from './archive';
import { firstFilledTable, listTables } from './catalog';
import { type Backup, pathIn } from './inspect-backup';
import { type DatabaseManifest, filePrefix, type Manifest, tablePath } from './manifest';

export interface RestoreTarget {
  server: DatabaseServer;
  dataDir: string;
  series: readonly SeriesTable[];
  log: Log;
}

/**
 * Restores a backup that was inspected into empty databases, then brings it to this version. All rows of a database come in one
 * transaction: a restore that fails leaves it empty. Throws DatabaseStartError, before anything is written, when something is there already.
 */
export async function readBackup(target: RestoreTarget, { file, manifest }: Backup): Promise<Manifest> {
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

async function writeOwnFile(path: string, content: Buffer): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, content, { mode: 0o600, flag: 'wx' });
}
