import 'reflect-metadata';
import { correlationMatrix, SlidingCorrelation, type PriceGrid } from '@tideline/indicators';
import type { Database } from '../src/platform/database/database';
import { load } from './load';
import { enterAssets, startReadApp } from './read-app';

/** Correlation: the calculation by itself, then the route over a real database, cold and warm. */
const series = 500;
const slots = 2160;
const hourMs = 3_600_000;
const present = Math.floor(Date.now() / hourMs) * hourMs;

function wandering(missing: number, bars: number): PriceGrid {
  const closes = new Float64Array(series * bars);
  for (let s = 0; s < series; s++) {
    let price = 100;
    for (let t = 0; t < bars; t++) {
      price *= Math.exp((Math.random() - 0.5) * 0.02);
      closes[s * bars + t] = Math.random() < missing ? NaN : price;
    }
  }
  return { series, slots: bars, closes };
}

function median(times: number[]): number {
  return percentile(times, 0.5);
}

function percentile(times: number[], part: number): number {
  const sorted = [...times].sort((a, b) => a - b);
  return Math.round((sorted[Math.floor(sorted.length * part)] ?? 0) * 1000) / 1000;
}

function timed(work: () => void): number {
  const startedAt = performance.now();
  work();
  return performance.now() - startedAt;
}

function report(line: Record<string, unknown>): void {
  console.log(JSON.stringify({ bench: 'correlation', ...line }));
}

function measureFull(): void {
  const cases = [
    { name: 'complete', grid: wandering(0, slots), reachMs: 200, times: [] as number[] },
    { name: '1 % of bars missing', grid: wandering(0.01, slots), reachMs: 800, times: [] as number[] },
  ];
  for (let round = 0; round < 9; round += 1) for (const { grid, times } of cases) times.push(timed(() => void correlationMatrix(grid)));
  for (const { name, reachMs, times } of cases)
    report({ case: name, series, slots, medianMs: median(times), reachMs, rounds: times.length });
}

function measureSliding(): void {
  const bars = 300;
  for (const missing of [0, 0.01]) {
    const sliding = new SlidingCorrelation(wandering(missing, slots));
    const { closes } = wandering(missing, bars);
    const bar = new Float64Array(series);
    const append: number[] = [];
    const read: number[] = [];
    for (let t = 0; t < bars; t++) {
      for (let s = 0; s < series; s++) bar[s] = closes[s * bars + t] ?? NaN;
      append.push(timed(() => sliding.append(bar)));
      read.push(timed(() => void sliding.matrix()));
    }
    const name = missing === 0 ? 'one new bar' : 'one new bar, 1 % of bars missing';
    const both = append.map((time, index) => time + (read[index] ?? 0));
    const parts = { appendMs: median(append), matrixMs: median(read), p95Ms: percentile(both, 0.95) };
    report({ case: name, series, slots, medianMs: median(both), ...parts, reachMs: 1, rounds: bars });
  }
}

async function measureRoute(): Promise<void> {
  const { port, close } = await startReadApp(fill);
  const asked = { assets: 20, slots };
  const symbols = Array.from({ length: 20 }, (_, n) => `A${n + 1}`).join(',');
  const cold: number[] = [];
  const paths: string[] = [];
  for (let round = 0; round < 60; round += 1) {
    // A range of its own each time: nothing is kept of it.
    const from = present - slots * hourMs + (round % 40) * hourMs;
    const to = present - Math.floor(round / 40) * hourMs;
    const path = `/api/v1/analytics/correlation?symbols=${symbols}&from=${from}&to=${to}`;
    const first = await ask(`http://127.0.0.1:${port}${path}`);
    if (round < 10) continue;
    cold.push(first);
    paths.push(path);
  }
  report({ case: 'route, cold', ...asked, p50Ms: median(cold), p95Ms: percentile(cold, 0.95), reachMs: 50, rounds: cold.length });
  // The last ones asked for are the last to be forgotten. By a client in a process of its own: this one's would be measured as well.
  const kept = paths.slice(-20);
  const runs: Awaited<ReturnType<typeof load>>[] = [];
  for (let round = 0; round < 5; round += 1) runs.push(await load({ port, paths: kept, connections: 1, seconds: 1 }));
  const warm = { p50Ms: median(runs.map((one) => one.p50Ms)), p95Ms: median(runs.map((one) => one.p95Ms)) };
  const cpuMs = Math.round(1e6 / median(runs.map((one) => one.perCpuSecond))) / 1000;
  report({ case: 'route, warm', ...asked, ...warm, cpuMs, reachMs: 5, rounds: runs.length });
  await close();
}

async function ask(path: string): Promise<number> {
  const startedAt = performance.now();
  const answer = await fetch(path);
  const text = await answer.text();
  if (answer.status !== 200 || text.length < 5000) throw new Error(`${answer.status} ${text.slice(0, 200)}`);
  return performance.now() - startedAt;
}

async function fill(database: Database): Promise<void> {
  await enterAssets(database, 20);
  await database.query(
    `INSERT INTO candles (market_id, minutes, open_at, open, high, low, close, volume)
     SELECT m.id, 60, $1::bigint - n * 3600000::bigint, 1, 1, 1, 100 + 20 * sin(n::float8 * m.id) + random(), 1
     FROM markets m, generate_series(1, 2400) n`,
    [present],
  );
  await database.query('VACUUM ANALYZE candles');
}

measureFull();
measureSliding();
await measureRoute();
