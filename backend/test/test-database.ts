import { randomUUID } from 'node:crypto';
import { Database } from '../src/platform/database/database';
import { onServer, type TestServer } from './database-server';

const opened: (() => Promise<void>)[] = [];

afterAll(async () => {
  for (const close of opened.splice(0)) await close();
});

/** A fresh migrated database on the run's server, and its address; closed and dropped after the spec file's tests. */
export async function openTestDatabase(): Promise<Database & { url: string }> {
  const server = JSON.parse(process.env['TIDELINE_TEST_SERVER'] ?? 'null') as TestServer | null;
  if (server === null) throw new Error('the test server is not running: start jest with backend/jest.config.mjs');
  const name = `test_${randomUUID().replaceAll('-', '')}`;
  await onServer(server.url, `CREATE DATABASE ${name} TEMPLATE ${server.template}`);
  const url = server.url.replace(/\/postgres$/, `/${name}`);
  const database = Object.assign(new Database({ connectionString: url, max: 6 }), { url });
  opened.push(async () => {
    if (!database.pool.ending) await database.close();
    await onServer(server.url, `DROP DATABASE ${name} WITH (FORCE)`);
  });
  return database;
}
