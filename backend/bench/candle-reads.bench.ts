import 'reflect-metadata';
import { createApp } from '../src/app';
import { seriesTables } from '../src/modules/market';
import { readConfig } from '../src/platform/config/config';
import { Database } from '../src/platform/database/database';
import { FreeDisk } from '../src/platform/database/free-disk';
import { Partitions } from '../src/platform/database/partitions';
import { createLog } from '../src/platform/observability/log';
import { startTestServer, onServer } from '../test/database-server';
import { load, median } from './load';

const series = 100;
const minuteMs = 60_000;
const days = 91;
const rounds = 5;
const readsPerRound = 100;
const seconds = 2;
const now = Math.floor(Date.now() / (30 * minuteMs)) * 30 * minuteMs;
const from = now - days * 86_400_000;

/** Candle reads at the API over 13 million stored minutes, each beside the bare query on the same database. */
async function main(): Promise<void> {
  const { server, stop } = await startTestServer();
  await onServer(server.url, `CREATE DATABASE bench TEMPLATE ${server.template}`);
  const url = server.url.replace(/\/postgres$/, '/bench');
  const database = new Database({ connectionString: url, statement_timeout: 0 });
  const limits = { RATE_LIMIT_ANONYMOUS: '100000000/hour', RATE_LIMIT_BURST: '100000000/minute' };
  const config = {
    ...readConfig({ LOG_LEVEL: 'error', JWT_SECRET: 'for-a-benchmark-that-signs-nothing-at-all', ...limits }),
    ROLES: ['api' as const],
  };
  const log = createLog(config.LOG_LEVEL);
  const partitions = await Partitions.prepare(database, seriesTables(config), Date.now(), log);
  await partitions.ensureRange('minute_candles', { from, to: now });
  const rows = await fill(database);
  const freeDisk = new FreeDisk('.', () => undefined);
  const rememberMode = (): Promise<void> => Promise.resolve();
  const app = await createApp({ config, log, database, databaseAddress: url, partitions, freeDisk, dataMode: 'live', rememberMode });
  const address = await app.getHttpAdapter().getInstance().listen({ port: 0, host: '127.0.0.1' });
  await measure(address, database, rows);
  await app.close();
  await database.close();
  await stop();
}

async function fill(database: Database): Promise<number> {
  await database.query(`INSERT INTO assets (symbol, name, position) SELECT 'A' || n, 'A' || n, n FROM generate_series(1, $1::integer) n`, [
    series,
  ]);
  await database.query(
    `INSERT INTO markets (venue, pair, base, quote, venue_symbol)
     SELECT 'consolidated', 'A' || n || '-USD', 'A' || n, 'USD', '' FROM generate_series(1, $1::integer) n`,
    [series],
  );
  const figures = `60000 + 100 * sin(at / 1e8), 60050.25 + 100 * sin(at / 1e8), 59950.75 + 100 * sin(at / 1e8), 60010.5 + 100 * sin(at / 1e8), 12.345678`;
  const minutes = await database.query<{ n: number }>(
    `WITH added AS (INSERT INTO minute_candles (market_id, open_at, open, high, low, close, volume)
       SELECT m.id, at, ${figures} FROM markets m, generate_series($1::bigint, $2::bigint - 1, 60000) AS at RETURNING 1)
     SELECT count(*) AS n FROM added`,
    [from, now],
  );
  for (const length of [5, 15, 30, 60, 240]) {
    await database.query(
      `INSERT INTO candles (market_id, minutes, open_at, open, high, low, close, volume)
       SELECT m.id, $3::smallint, at, ${figures} FROM markets m, generate_series($1::bigint, $2::bigint - 1, $3 * 60000) AS at`,
      [from, now, length],
    );
  }
  await database.query('VACUUM ANALYZE minute_candles');
  await database.query('VACUUM ANALYZE candles');
  return minutes[0]?.n ?? 0;
}

async function measure(address: string, database: Database, minuteRows: number): Promise<void> {
  const ninetyDays = `interval=30m&from=${now - 90 * 86_400_000}&to=${now}`;
  const cases = [
    { name: 'latest 1000 at 1m', query: 'interval=1m', table: 'minute_candles WHERE', from: 0, limit: 1000 },
    { name: '90 days at 30m', query: ninetyDays, table: 'candles WHERE minutes = 30 AND', from: now - 90 * 86_400_000, limit: 5000 },
  ];
  const port = Number(new URL(address).port);
  for (const { name, query, table, from: start, limit } of cases) {
    const columns = 'open_at, open, high, low, close, volume';
    const sql = `SELECT ${columns} FROM ${table} market_id = $1 AND open_at >= $2 ORDER BY open_at DESC LIMIT $3`;
    const paths = Array.from({ length: series }, (_, n) => `/api/v1/market/candles/A${n + 1}?${query}`);
    const { candles } = (await (await fetch(`${address}${paths[0]}`)).json()) as { candles: unknown[] };
    const api: Awaited<ReturnType<typeof load>>[] = [];
    const bare: number[] = [];
    for (let round = 0; round < rounds; round += 1) {
      bare.push(await p95(async (n) => void (await database.query(sql, [n, start, limit]))));
      api.push(await load({ port, paths, connections: 1, seconds }));
    }
    const line = {
      bench: 'candle-reads',
      case: name,
      minuteRows,
      candles: candles.length,
      p50Ms: median(api.map((one) => one.p50Ms)),
      p95Ms: median(api.map((one) => one.p95Ms)),
      bareQueryP95Ms: median(bare),
      cpuMs: Math.round(100_000 / median(api.map((one) => one.perCpuSecond))) / 100,
      failures: api.reduce((sum, one) => sum + one.failures, 0),
      rounds,
    };
    console.log(JSON.stringify(line));
  }
}

/** The 95th percentile of the time that a read of a random series takes, ms. */
async function p95(read: (n: number) => Promise<void>): Promise<number> {
  const times: number[] = [];
  for (let n = 0; n < readsPerRound; n += 1) {
    const startedAt = performance.now();
    await read(1 + Math.floor(Math.random() * series));
    times.push(performance.now() - startedAt);
  }
  times.sort((a, b) => a - b);
  return Math.round((times[Math.floor(readsPerRound * 0.95)] ?? 0) * 100) / 100;
}

await main();
