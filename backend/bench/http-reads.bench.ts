import 'reflect-metadata';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { createApp } from '../src/app';
import type { ConsolidatedPrice } from '../src/modules/market/application/market-events';
import { readConfig } from '../src/platform/config/config';
import type { Database } from '../src/platform/database/database';
import { startDatabaseServer } from '../src/platform/database/database-server';
import { FreeDisk } from '../src/platform/database/free-disk';
import { EventBridge } from '../src/platform/events/event-bridge';
import { createLog } from '../src/platform/observability/log';
import { load, median } from './load';

const rounds = 5;
const seconds = 1.5;
const connections = 64;
const hot = '/api/v1/market/prices';
const ordinary = '/api/v1/market/prices?symbols=BTC';
const frameMs = 250;

type Measured = Awaited<ReturnType<typeof load>>;

/** `GET /market/prices` (20 assets) as bytes and an ordinary Nest route, each against node:http that sends the same bytes and headers. */
async function main(): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'tideline-bench-'));
  const limits = { RATE_LIMIT_ANONYMOUS: '100000000/hour', RATE_LIMIT_BURST: '100000000/minute' };
  const config = { ...readConfig({ DATA_DIR: folder, LOG_LEVEL: 'error', ...limits }), ROLES: ['api' as const] };
  const log = createLog(config.LOG_LEVEL);
  const databases = await startDatabaseServer(config, log);
  const database = await databases.open('simulated');
  await followAssets(database, config.ASSETS);
  const app = await createApp({
    config,
    log,
    database,
    databaseAddress: databases.url('simulated'),
    partitions: null,
    freeDisk: new FreeDisk(folder, () => undefined),
    dataMode: 'simulated',
    rememberMode: () => Promise.resolve(),
  });
  const server = app.getHttpAdapter().getInstance();
  await server.listen({ port: 0, host: '127.0.0.1' });
  const feed = setInterval(() => announce(app, config.ASSETS), frameMs);
  await measure((server.server.address() as AddressInfo).port);
  clearInterval(feed);
  await app.close();
  await database.close();
  await databases.stop();
  await rm(folder, { recursive: true, force: true });
}

async function followAssets(database: Database, symbols: string[]): Promise<void> {
  await database.query('INSERT INTO assets (symbol, name, position) SELECT s, s, n FROM unnest($1::text[]) WITH ORDINALITY AS a (s, n)', [
    symbols,
  ]);
}

function announce(app: NestFastifyApplication, symbols: string[]): void {
  const asOf = new Date().toISOString();
  const items = symbols.map((symbol): ConsolidatedPrice => {
    const price = 100 + Math.random();
    const source = { price, quotePrice: price, volume24h: 12_345.678, ageMs: 120, weight: 1 / 3, excluded: null };
    const sources = ['kraken', 'binance', 'coinbase'].map((venue) => ({ venue, pair: `${symbol}-USD`, ...source }));
    return { symbol, price, volume24h: 1_234_567.89, sources, asOf, stale: false };
  });
  app.get(EventBridge).publish('market.prices', { frameAt: Date.now(), complete: true, dataMode: 'simulated', items });
}

async function measure(port: number): Promise<void> {
  const results = new Map<string, Measured[]>();
  for (let round = 0; round < rounds; round += 1) {
    for (const path of [hot, ordinary]) {
      const twin = await rawTwin(port, path);
      const run = (to: number) => load({ port: to, paths: [path], connections, seconds });
      add(results, `raw ${path}`, await run((twin.address() as AddressInfo).port));
      add(results, path, await run(port));
      twin.close();
    }
  }
  for (const path of [hot, ordinary]) report(path, results.get(path) ?? [], results.get(`raw ${path}`) ?? []);
}

/** node:http that answers with the same bytes and headers as the product did a moment ago. */
async function rawTwin(port: number, path: string): Promise<Server> {
  const answer = await fetch(`http://127.0.0.1:${port}${path}`);
  const body = Buffer.from(await answer.arrayBuffer());
  const headers = Object.fromEntries([...answer.headers].filter(([name]) => !['connection', 'keep-alive', 'date'].includes(name)));
  headers['content-length'] = String(body.length);
  const twin = createServer((_request, response) => response.writeHead(200, headers).end(body));
  await new Promise<void>((resolve) => twin.listen(0, '127.0.0.1', resolve));
  return twin;
}

function add(results: Map<string, Measured[]>, name: string, result: Measured): void {
  results.set(name, [...(results.get(name) ?? []), result]);
}

function report(path: string, ours: Measured[], raw: Measured[]): void {
  const middle = (results: Measured[], pick: (result: Measured) => number): number => median(results.map(pick));
  const [wall, rawWall] = [middle(ours, (one) => one.requestsPerSecond), middle(raw, (one) => one.requestsPerSecond)];
  const [cpu, rawCpu] = [middle(ours, (one) => one.perCpuSecond), middle(raw, (one) => one.perCpuSecond)];
  const line = {
    bench: 'http-reads',
    path,
    requestsPerSecond: wall,
    rawRequestsPerSecond: rawWall,
    ratio: hundredths(wall / rawWall),
    perCpuSecond: cpu,
    rawPerCpuSecond: rawCpu,
    cpuRatio: hundredths(cpu / rawCpu),
    p95Ms: middle(ours, (one) => one.p95Ms),
    rawP95Ms: middle(raw, (one) => one.p95Ms),
    failures: ours.reduce((sum, one) => sum + one.failures, 0),
    rounds,
    connections,
  };
  console.log(JSON.stringify(line));
}

function hundredths(value: number): number {
  return Math.round(value * 100) / 100;
}

await main();
