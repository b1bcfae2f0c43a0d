import { mkdtemp, rm } from 'node:fs/promises';
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

const frameMs = 250;

/** An API process of this process, on a database of its own, whose 20 prices change four times a second. */
export interface MarketApp {
  app: NestFastifyApplication;
  database: Database;
  port: number;
  close(): Promise<void>;
}

/** Starts one whose limits nobody reaches. */
export async function startMarketApp(environment: Record<string, string> = {}): Promise<MarketApp> {
  const folder = await mkdtemp(join(tmpdir(), 'tideline-bench-'));
  const limits = {
    RATE_LIMIT_ANONYMOUS: '100000000/hour',
    RATE_LIMIT_AUTHENTICATED: '100000000/hour',
    RATE_LIMIT_BURST: '100000000/minute',
  };
  const config = { ...readConfig({ DATA_DIR: folder, LOG_LEVEL: 'error', ...limits, ...environment }), ROLES: ['api' as const] };
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
  const close = async (): Promise<void> => {
    clearInterval(feed);
    await app.close();
    await database.close();
    await databases.stop();
    await rm(folder, { recursive: true, force: true });
  };
  return { app, database, port: (server.server.address() as AddressInfo).port, close };
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
