import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pino } from 'pino';
import { onServer } from '../../../test/database-server';
import { openTestDatabase } from '../../../test/test-database';
import { startDatabaseServer } from './database-server';
import { knownMigrations } from './migrate';

const log = pino({ level: 'silent' });
jest.setTimeout(60_000);

describe('startDatabaseServer on an external server', () => {
  let address: string;
  beforeAll(async () => {
    address = (await openTestDatabase()).url;
  });

  it('makes the second database <name>_sim when it is missing, migrated, and apart from the first', async () => {
    const server = await startDatabaseServer({ DATA_DIR: '/nowhere', DATABASE_URL: address }, log);
    expect(server.embedded).toBe(false);
    expect(await server.exists('simulated')).toBe(false);
    const simulated = await server.open('simulated');
    const live = await server.open('live');
    await simulated.query(`INSERT INTO settings VALUES ('mode', '"simulated"')`);
    expect(await live.query('SELECT * FROM settings')).toEqual([]);
    const names = await simulated.query<{ name: string }>('SELECT name FROM migrations ORDER BY id');
    expect(names.map(({ name }) => name)).toEqual(await knownMigrations());
    expect(server.url('simulated')).toBe(`${address}_sim`);
    await simulated.close();
    await live.close();
    await onServer(address, `DROP DATABASE "${new URL(address).pathname.slice(1)}_sim"`);
  });

  it('is opened by four processes at once, and migrated once', async () => {
    const server = await startDatabaseServer({ DATA_DIR: '/nowhere', DATABASE_URL: address }, log);
    const opened = await Promise.all([1, 2, 3, 4].map(() => server.open('simulated')));
    const [count] = await (opened[0]?.query<{ n: number }>('SELECT count(*) AS n FROM migrations') ?? []);
    expect(count?.n).toBe((await knownMigrations()).length);
    for (const database of opened) await database.close();
    await onServer(address, `DROP DATABASE "${new URL(address).pathname.slice(1)}_sim"`);
  });

  it('refuses a database that knows the migration 9999-from-the-future, naming it', async () => {
    const server = await startDatabaseServer({ DATA_DIR: '/nowhere', DATABASE_URL: address }, log);
    await onServer(address, `INSERT INTO migrations (name, run_on) VALUES ('9999-from-the-future', now())`);
    await expect(server.open('live')).rejects.toThrow('was written by a newer version of Tideline (it knows 9999-from-the-future)');
    await onServer(address, `DELETE FROM migrations WHERE name = '9999-from-the-future'`);
  });

  it.each([
    ['nobody listens', (url: URL) => (url.port = '1'), 'The PostgreSQL server at 127.0.0.1:1 does not answer (ECONNREFUSED)'],
    ['the password is wrong', (url: URL) => (url.password = 'wrong'), 'refuses the user "tideline" or its password'],
  ])('says in one line, without the password, that %s', async (_, spoil, line) => {
    const url = new URL(address);
    spoil(url);
    const failed = startDatabaseServer({ DATA_DIR: '/nowhere', DATABASE_URL: url.href }, log);
    await expect(failed).rejects.toThrow(line);
    const message = await failed.catch((error: Error) => error.message);
    expect(message).not.toContain('\n');
    expect(message).not.toContain(new URL(address).password);
  });
});

describe('startDatabaseServer without DATABASE_URL', () => {
  it('serves tideline and tideline_sim from DATA_DIR, both there after a restart', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'tideline-server-'));
    for (const expected of [false, true]) {
      const server = await startDatabaseServer({ DATA_DIR: folder, DATABASE_URL: undefined }, log);
      expect(await server.exists('simulated')).toBe(expected);
      for (const mode of ['live', 'simulated'] as const) await (await server.open(mode)).close();
      expect(new URL(server.url('simulated')).pathname).toBe('/tideline_sim');
      await server.stop();
    }
    await rm(folder, { recursive: true });
  });

  it('says in one line that DATA_DIR package.json/data cannot be written to', async () => {
    await expect(startDatabaseServer({ DATA_DIR: 'package.json/data', DATABASE_URL: undefined }, log)).rejects.toThrow(
      'DATA_DIR package.json/data cannot be written to (ENOTDIR: not a directory',
    );
  });
});
