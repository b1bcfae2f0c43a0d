import type { DataMode } from '@tideline/contracts';
import pg from 'pg';
import type { Config } from '../config/config';
import { Database } from './database';
import { DatabaseStartError } from './database.errors';
import { EmbeddedServer } from './embedded/embedded-server';
import { findRunningServer } from './embedded/running-server';
import type { Log } from './log';
import { migrate } from './migrate';

const oldestServer = 140_000;
const embeddedName = 'tideline';

/** The PostgreSQL that we use: our own in DATA_DIR, or the one at DATABASE_URL. */
export interface DatabaseServer {
  readonly embedded: boolean;
  /** The address of the database of a mode, password included. */
  url(mode: DataMode): string;
  /** Opens the database of a mode; makes it when it is missing and brings it to this version. Throws DatabaseStartError. */
  open(mode: DataMode): Promise<Database>;
  /** Makes the database of a mode, empty, if it is missing. */
  create(mode: DataMode): Promise<void>;
  /** Whether the database of a mode has been made. */
  exists(mode: DataMode): Promise<boolean>;
  /** Stops the embedded server; an external one goes on. Databases are closed by who opened them, before. */
  stop(): Promise<void>;
}

/** Starts the embedded PostgreSQL, or checks that the external one answers. Throws DatabaseStartError with one line for the user. */
export async function startDatabaseServer(config: Pick<Config, 'DATA_DIR' | 'DATABASE_URL'>, log: Log): Promise<DatabaseServer> {
  if (config.DATABASE_URL === undefined) {
    const server = await EmbeddedServer.start(config.DATA_DIR, log);
    return serverAt(
      (name) => server.url(name),
      'tideline',
      log,
      () => server.stop(),
    );
  }
  const given = config.DATABASE_URL;
  const name = databaseName(given);
  const server = serverAt((database) => withDatabase(given, database), name, log);
  await connected(withDatabase(given, name), async (client) => {
    const { rows } = await client.query<{ server_version_num: string }>('SHOW server_version_num');
    if (Number(rows[0]?.server_version_num) < oldestServer) throw new DatabaseStartError('DATABASE_URL: PostgreSQL 14 or newer is needed');
  }).catch(async (error: unknown) => {
    if (!isMissingDatabase(error)) throw clear(error, given);
  });
  return server;
}

/** The same, but the embedded server of a Tideline that runs now is used beside it, and goes on when we stop. */
export async function joinDatabaseServer(config: Pick<Config, 'DATA_DIR' | 'DATABASE_URL'>, log: Log): Promise<DatabaseServer> {
  const urlOf = config.DATABASE_URL === undefined ? await findRunningServer(config.DATA_DIR) : null;
  return urlOf === null ? startDatabaseServer(config, log) : serverAt(urlOf, embeddedName, log);
}

function serverAt(urlOf: (database: string) => string, name: string, log: Log, stop?: () => Promise<void>): DatabaseServer {
  const nameOf = (mode: DataMode) => (mode === 'live' ? name : `${name}_sim`);
  const url = (mode: DataMode) => urlOf(nameOf(mode));
  const exists = async (mode: DataMode) => {
    try {
      await connected(url(mode), () => Promise.resolve());
      return true;
    } catch (error) {
      if (isMissingDatabase(error)) return false;
      throw clear(error, url(mode));
    }
  };
  const create = async (mode: DataMode) => {
    if (!(await exists(mode))) await createDatabase(urlOf('postgres'), nameOf(mode));
  };
  return {
    embedded: stop !== undefined,
    url,
    exists,
    create,
    open: async (mode) => {
      try {
        await create(mode);
        await migrate(url(mode), log);
        return new Database({ connectionString: url(mode) }, ({ message }) =>
          log.warn({ reason: message }, 'a database connection was lost'),
        );
      } catch (error) {
        throw clear(error, url(mode));
      }
    },
    stop: async () => stop?.(),
  };
}

/** The database that an address names; PostgreSQL's own rule when it names none. */
function databaseName(address: string): string {
  const url = new URL(address);
  return decodeURIComponent(url.pathname.slice(1)) || decodeURIComponent(url.username) || 'tideline';
}

function withDatabase(address: string, database: string): string {
  const url = new URL(address);
  url.pathname = `/${encodeURIComponent(database)}`;
  return url.href;
}

async function connected(url: string, work: (client: pg.Client) => Promise<void>): Promise<void> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 10_000 });
  client.on('error', () => undefined);
  try {
    await client.connect();
    await work(client);
  } finally {
    await client.end().catch(() => undefined);
  }
}

async function createDatabase(maintenanceUrl: string, name: string): Promise<void> {
  await connected(maintenanceUrl, async (client) => {
    await client.query(`CREATE DATABASE ${pg.escapeIdentifier(name)}`).catch((error: pg.DatabaseError) => {
      // Another process of ours was faster.
      if (error.code !== '42P04' && error.code !== '23505') throw error;
    });
  });
}

function isMissingDatabase(error: unknown): boolean {
  return (error as { code?: string }).code === '3D000';
}

/** Says in one line, without the password, why a server cannot be used; other errors stay as they are. */
function clear(error: unknown, address: string): unknown {
  const { host, username } = new URL(address);
  const { code = '', message } = error as { code?: string; message: string };
  const reason = refusal(code, message, username);
  if (reason === null) return error;
  return new DatabaseStartError(
    `The PostgreSQL server at ${host} ${reason}; check DATABASE_URL, for example postgres://tideline:secret@localhost:5432/tideline`,
  );
}

function refusal(code: string, message: string, user: string): string | null {
  if (code === '28P01' || code === '28000') return `refuses the user "${user}" or its password`;
  if (code === '42501') return `does not let the user "${user}" make what is missing (${message})`;
  if (/^(57P|53|08)/.test(code)) return `takes no connection now (${message})`;
  return /^E[A-Z]/.test(code) || message.includes('timeout') || message.includes('terminated')
    ? `does not answer (${code || message})`
    : null;
}
