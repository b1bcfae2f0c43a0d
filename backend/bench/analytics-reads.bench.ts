import 'reflect-metadata';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import type { Database } from '../src/platform/database/database';
import { load, median } from './load';
import { enterAssets, startReadApp } from './read-app';

const assets = 500;
const hours = 90 * 24;
const hourMs = 3_600_000;
const rounds = 5;
const seconds = 2;
const now = Math.floor(Date.now() / hourMs) * hourMs;

/** Indicators of one asset, and the screener over 500, at the API over 90 days of hours. */
async function main(): Promise<void> {
  const { port, close } = await startReadApp(fill);
  await measure(port);
  await close();
}

async function fill(database: Database): Promise<void> {
  await enterAssets(database, assets);
  const close = '60000 + 1000 * sin(at / 1e8 + m.id) + 137.25 * sin(at / 7e6 * m.id)';
  for (const minutes of [60, 1440]) {
    await database.query(
      `INSERT INTO candles (market_id, minutes, open_at, open, high, low, close, volume)
       SELECT m.id, $3::smallint, at, ${close} - 5.5, ${close} + 40.25, ${close} - 50.75, ${close}, 12.345678
       FROM markets m, generate_series($1::bigint, $2::bigint - 1, $3 * 60000) AS at`,
      [minutes === 60 ? now - hours * hourMs : Math.floor(now / 86_400_000 - 90) * 86_400_000, now, minutes],
    );
  }
  await database.query('VACUUM ANALYZE candles');
}

const five = 'sma:20,ema:50,rsi:14,macd:12:26:9,bb:20:2';
const cases = [
  { name: '5 indicators x 1000 candles', target: 20, query: (n: number) => `indicators/A${n}?interval=1h&indicators=${five}` },
  {
    name: '20 indicators x 2160 candles',
    target: null,
    query: (n: number) =>
      `indicators/A${n}?interval=1h&limit=${hours}&indicators=${Array.from({ length: 20 }, (_, k) => `bb:${k + 10}:2`).join(',')}`,
  },
  {
    name: 'screener of 500 assets x 5 columns',
    target: 30,
    query: () => 'screener?columns=rsi:14,volatility:30,distance:sma:50,atr:14,roc:12&filter=rsi:14%3E1&sort=rsi:14&limit=500',
  },
];

async function measure(port: number): Promise<void> {
  for (const { name, target, query } of cases) {
    const paths = Array.from({ length: 100 }, (_, n) => `/api/v1/analytics/${query(n + 1)}`);
    const loop = monitorEventLoopDelay({ resolution: 1 });
    loop.enable();
    const startedAt = performance.now();
    const body = await (await fetch(`http://127.0.0.1:${port}${paths[0] ?? ''}`)).text();
    const firstMs = performance.now() - startedAt;
    const firstLongestHoldMs = loop.max / 1e6;
    loop.reset();
    const runs: Awaited<ReturnType<typeof load>>[] = [];
    for (let round = 0; round < rounds; round += 1) runs.push(await load({ port, paths, connections: 1, seconds }));
    loop.disable();
    const line = {
      bench: 'analytics-reads',
      case: name,
      targetMs: target,
      p50Ms: median(runs.map((one) => one.p50Ms)),
      p95Ms: median(runs.map((one) => one.p95Ms)),
      cpuMs: Math.round(100_000 / median(runs.map((one) => one.perCpuSecond))) / 100,
      firstMs: Math.round(firstMs),
      firstLongestHoldMs: Math.round(firstLongestHoldMs),
      holdP99Ms: Math.round(loop.percentile(99) / 1e5) / 10,
      bytes: body.length,
      failures: runs.reduce((sum, one) => sum + one.failures, 0),
      rounds,
    };
    console.log(JSON.stringify(line));
  }
}

await main();
