import { randomUUID } from 'node:crypto';
import { existsSync } from 'node:fs';
import { chmod, mkdtemp, readdir, realpath, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pino } from 'pino';
import pg from 'pg';
import { EmbeddedServer } from '../src/platform/database/embedded/embedded-server';
import { lockFolder } from '../src/platform/database/embedded/owner-lock';
import { stopOrphan } from '../src/platform/database/embedded/postgres-process';
import { migrate } from '../src/platform/database/migrate';

/** What the jest workers are told of the server of this run. */
export interface TestServer {
  /** Address of the maintenance database. */
  url: string;
  template: string;
}

const prefix = 'tideline-test-';
const quiet = pino({ level: 'silent' });

/** Starts the one server of a test run, with a migrated database that the others are copied from. */
export async function startTestServer(): Promise<{ server: TestServer; stop: () => Promise<void> }> {
  await clearLeftovers();
  const folder = await mkdtemp(join(tmpdir(), prefix));
  await chmod(folder, 0o755);
  // Test databases do not outlive the run, so they need not reach the disk.
  const embedded = await EmbeddedServer.start(folder, quiet, {
    fsync: 'off',
    synchronous_commit: 'off',
    full_page_writes: 'off',
    max_connections: '300',
  });
  const url = embedded.url('postgres');
  const template = `template_${randomUUID().slice(0, 8)}`;
  await onServer(url, `CREATE DATABASE ${template}`);
  await migrate(embedded.url(template), quiet);
  return {
    server: { url, template },
    stop: async () => {
      await embedded.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** Runs one statement on a database of its own connection. */
export async function onServer(url: string, sql: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  client.on('error', () => undefined);
  await client.connect();
  try {
    await client.query(sql);
  } finally {
    await client.end();
  }
}

/** Stops and removes the servers of test runs that were killed: the folder's lock can be had only when its owner is dead. */
async function clearLeftovers(): Promise<void> {
  for (const name of await readdir(tmpdir())) {
    const folder = join(tmpdir(), name);
    if (!name.startsWith(prefix) || !existsSync(join(folder, 'tideline.lock'))) continue;
    const lock = await lockFolder(folder).catch(() => null);
    if (lock === null) continue;
    await stopOrphan(join(await realpath(folder), 'postgres'), quiet);
    await lock.release();
    await rm(folder, { recursive: true, force: true });
  }
}
