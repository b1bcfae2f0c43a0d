import 'reflect-metadata';
import { seriesTables } from '../src/modules/market';
import { readConfig } from '../src/platform/config/config';
import type { Database } from '../src/platform/database/database';
import { Partitions } from '../src/platform/database/partitions';
import { createLog } from '../src/platform/observability/log';
import { load, median } from './load';
import { enterAssets, startReadApp } from './read-app';

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
  let rows = 0;
  const { database, port, close } = await startReadApp(async (empty) => {
    const partitions = await Partitions.prepare(empty, seriesTables(readConfig({})), Date.now(), createLog('error'));
    await partitions.ensureRange('minute_candles', { from, to: now });
    rows = await fill(empty);
  });
  await measure(port, database, rows);
  await close();
}

async function fill(database: Database): Promise<number> {
  await enterAssets(database, series);
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

async function measure(port: number, database: Database, minuteRows: number): Promise<void> {
  const ninetyDays = `interval=30m&from=${now - 90 * 86_400_000}&to=${now}`;
  const cases = [
    { name: 'latest 1000 at 1m', query: 'interval=1m', table: 'minute_candles WHERE', from: 0, limit: 1000 },
    { name: '90 days at 30m', query: ninetyDays, table: 'candles WHERE minutes = 30 AND', from: now - 90 * 86_400_000, limit: 5000 },
  ];
  for (const { name, query, table, from: start, limit } of cases) {
    const columns = 'open_at, open, high, low, close, volume';
    const sql = `SELECT ${columns} FROM ${table} market_id = $1 AND open_at >= $2 ORDER BY open_at DESC LIMIT $3`;
    const paths = Array.from({ length: series }, (_, n) => `/api/v1/market/candles/A${n + 1}?${query}`);
    const { candles } = (await (await fetch(`http://127.0.0.1:${port}${paths[0]}`)).json()) as { candles: unknown[] };
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
