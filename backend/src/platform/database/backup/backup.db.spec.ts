import { mkdir, mkdtemp, readFile, rm, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pino } from 'pino';
import { onServer } from '../../../../test/database-server';
import { openTestDatabase } from '../../../../test/test-database';
import type { Database } from '../database';
import { type DatabaseServer, startDatabaseServer } from '../database-server';
import { listPartitions } from '../native-partitions';
import { Partitions } from '../partitions';
import type { SeriesTable } from '../series-table';
import { inspectBackup } from './inspect-backup';
import { readBackup } from './read-backup';
import { writeBackup } from './write-backup';

const log = pino({ level: 'silent' });
const series: SeriesTable[] = [
  { table: 'trades', column: 'traded_at', segmentBy: 'market_id', chunkMs: 21_600_000, retentionMs: null, compressAfterMs: null },
];
const now = 1_763_683_200_000;
jest.setTimeout(60_000);

describe('a backup', () => {
  let folder: string;
  let source: Database & { url: string };
  let file: string;
  const targets: string[] = [];
  const backUp = (path: string) =>
    writeBackup({ databases: [{ mode: 'live', url: source.url }], dataDir: join(folder, 'data'), series }, path);

  const restore = async (target: { server: DatabaseServer; dataDir: string }, path: string) =>
    readBackup({ ...target, series, log }, await inspectBackup(path, target.dataDir));

  /** A server on which the database of the live mode does not exist yet. */
  async function emptyTarget(): Promise<{ server: DatabaseServer; dataDir: string; url: string }> {
    const name = `restored_${targets.length}_${process.pid}`;
    const url = source.url.replace(/[^/]+$/, name);
    targets.push(name);
    const dataDir = join(folder, name);
    return { server: await startDatabaseServer({ DATA_DIR: dataDir, DATABASE_URL: url }, log), dataDir, url };
  }

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'tideline-backup-'));
    await mkdir(join(folder, 'data/outbox'), { recursive: true });
    await mkdir(join(folder, 'data/postgres'), { recursive: true });
    await writeFile(join(folder, 'data/outbox/1.eml'), 'Subject: Grüße\n');
    await writeFile(join(folder, 'data/secret'), 'hidden');
    await writeFile(join(folder, 'data/postgres/PG_VERSION'), '18');
    source = await openTestDatabase();
    const partitions = await Partitions.prepare(source, series, now, log);
    await partitions.ensureRange('trades', { from: now - 86_400_000, to: now });
    await source.query(
      `INSERT INTO markets (venue, pair, base, quote, venue_symbol) VALUES ('kraken', 'BTC-USD', 'BTC', 'USD', E'X\\tB\\\\T')`,
    );
    await source.query(
      `INSERT INTO trades SELECT 1, n, $1::bigint - n * 800, 1 / (n + 0.1), n, n % 2 = 0, NULL FROM generate_series(1, 100000) AS n`,
      [now],
    );
    await source.query(`INSERT INTO asset_snapshots (symbol, at, sparkline_7d) VALUES ('BTC', $1, '{1.5,2e-9}')`, [now]);
    file = join(folder, 'state.tar.gz');
    await backUp(file);
  });
  afterAll(async () => {
    for (const name of targets) await onServer(source.url, `DROP DATABASE IF EXISTS "${name}" WITH (FORCE)`);
    await rm(folder, { recursive: true });
  });

  it('restored into an empty database and folder gives the same 100,000 trades, files, partitions and next identity', async () => {
    const { server, dataDir } = await emptyTarget();
    await restore({ server, dataDir }, file);
    const restored = await server.open('live');
    const digest = `SELECT count(*) AS n, md5(string_agg(t::text, '' ORDER BY t::text)) AS hash FROM`;
    for (const table of ['trades', 'markets', 'asset_snapshots', 'settings']) {
      expect(await restored.query(`${digest} ${table} t`)).toEqual(await source.query(`${digest} ${table} t`));
    }
    expect(await restored.query('SELECT count(*) AS n FROM trades_default')).toEqual([{ n: 0 }]);
    expect((await listPartitions(restored, 'trades')).length).toBeGreaterThanOrEqual(5);
    expect(
      await restored.query(`INSERT INTO markets (venue, pair, base, quote, venue_symbol) VALUES ('a', 'b', 'c', 'd', 'e') RETURNING id`),
    ).toEqual([{ id: 2 }]);
    expect(await readFile(join(dataDir, 'outbox/1.eml'), 'utf8')).toBe('Subject: Grüße\n');
    expect(await readFile(join(dataDir, 'secret'), 'utf8')).toBe('hidden');
    await expect(readFile(join(dataDir, 'postgres/PG_VERSION'))).rejects.toThrow('ENOENT');
    await restored.close();

    await expect(restore({ server, dataDir: join(folder, 'other') }, file)).rejects.toThrow('is not empty (asset_snapshots holds rows)');
    await expect(restore({ server, dataDir }, file)).rejects.toThrow('DATA_DIR already holds outbox/1.eml');
  });

  it('is of one moment: rows written while it runs are in it wholly or not at all', async () => {
    const path = join(folder, 'moment.tar.gz');
    const writing = backUp(path);
    for (let i = 0; i < 50; i += 1) {
      await source.transaction(async (tx) => {
        await tx.query(`INSERT INTO assets (symbol, name) VALUES ($1, '')`, [`A${i}`]);
        await tx.query(`INSERT INTO settings VALUES ($1, '1')`, [`A${i}`]);
      });
    }
    await writing;
    const { server, dataDir } = await emptyTarget();
    await restore({ server, dataDir }, path);
    const restored = await server.open('live');
    const [counts] = await restored.query<{ a: number; s: number }>(
      'SELECT (SELECT count(*) FROM assets) AS a, (SELECT count(*) FROM settings) AS s',
    );
    expect(counts?.a).toBe(counts?.s);
    await restored.close();
  });

  it('cut off after 100,000 bytes is refused, and nothing is made', async () => {
    const path = join(folder, 'cut.tar.gz');
    await writeFile(path, await readFile(file));
    await truncate(path, 100_000);
    const { server, dataDir } = await emptyTarget();
    await expect(restore({ server, dataDir }, path)).rejects.toThrow('is damaged, or not a backup of Tideline');
    expect(await server.exists('live')).toBe(false);
  });

  it('is not written over a file that exists', async () => {
    await expect(backUp(file)).rejects.toThrow('exists already');
  });
});
