import { readdir } from 'node:fs/promises';
import { resolve } from 'node:path';
import { runner } from 'node-pg-migrate';
import pg from 'pg';
import { DatabaseStartError } from './database.errors';
import type { Log } from './log';

const migrationsTable = 'migrations';

/** The folder of the SQL migrations, found from the repository's root, where the process runs. */
export function migrationsFolder(): string {
  return resolve('database/migrations');
}

/** The names of the migrations that this version brings, in their order. */
export async function knownMigrations(): Promise<string[]> {
  const files = await readdir(migrationsFolder());
  return files
    .filter((file) => file.endsWith('.sql'))
    .map((file) => file.slice(0, -'.sql'.length))
    .sort();
}

/** The names of the migrations that the database has had; none when it is new. */
export async function appliedMigrations(client: Pick<pg.ClientBase, 'query'>): Promise<string[]> {
  const found = await client.query<{ name: string | null }>('SELECT to_regclass($1)::text AS name', [migrationsTable]);
  if (found.rows[0]?.name === null) return [];
  const { rows } = await client.query<{ name: string }>(`SELECT name FROM ${migrationsTable} ORDER BY id`);
  return rows.map((row) => row.name);
}

/**
 * Brings the database to this version, or up to `last` migrations only; processes that start together wait for each other.
 * Throws DatabaseStartError when the database was written by a newer version.
 */
export async function migrate(url: string, log: Log, last?: number): Promise<void> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 10_000 });
  client.on('error', () => undefined);
  await client.connect();
  try {
    const known = await knownMigrations();
    const unknown = (await appliedMigrations(client)).filter((name) => !known.includes(name));
    if (unknown.length > 0) {
      throw new DatabaseStartError(
        `The database "${client.database ?? ''}" was written by a newer version of Tideline (it knows ${unknown.join(', ')}); start that version, or use another DATA_DIR or DATABASE_URL.`,
      );
    }
    const applied = await runner({
      dbClient: client,
      dir: migrationsFolder(),
      migrationsTable,
      direction: 'up',
      advisoryLockMode: 'wait',
      ...(last === undefined ? {} : { count: last }),
      logger: {
        debug: () => undefined,
        info: () => undefined,
        warn: (text: string) => log.warn(text),
        error: (text: string) => log.error(text),
      },
    });
    if (applied.length > 0) log.info({ database: client.database, migrations: applied.map(({ name }) => name) }, 'database migrated');
  } finally {
    await client.end();
  }
}
