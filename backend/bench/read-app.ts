import type { AddressInfo } from 'node:net';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { createApp } from '../src/app';
import { readConfig } from '../src/platform/config/config';
import { Database } from '../src/platform/database/database';
import { FreeDisk } from '../src/platform/database/free-disk';
import { createLog } from '../src/platform/observability/log';
import { onServer, startTestServer } from '../test/database-server';

/** An API process of this process, on a database of its own in which nothing changes any more. */
export interface ReadApp {
  app: NestFastifyApplication;
  database: Database;
  port: number;
  close: () => Promise<void>;
}

/** Starts one over what `fill` writes, however long that takes. Nobody reaches its limits. */
export async function startReadApp(fill: (database: Database) => Promise<void>): Promise<ReadApp> {
  const { server, stop } = await startTestServer();
  try {
    await onServer(server.url, `CREATE DATABASE bench TEMPLATE ${server.template}`);
    const url = server.url.replace(/\/postgres$/, '/bench');
    const database = new Database({ connectionString: url, statement_timeout: 0, query_timeout: 0 });
    await fill(database);
    const app = await startApp(database, url);
    const { port } = app.getHttpAdapter().getInstance().server.address() as AddressInfo;
    const close = async (): Promise<void> => {
      await app.close();
      await database.close();
      await stop();
    };
    return { app, database, port, close };
  } catch (error) {
    await stop();
    throw error;
  }
}

async function startApp(database: Database, databaseAddress: string): Promise<NestFastifyApplication> {
  const limits = { RATE_LIMIT_ANONYMOUS: '100000000/hour', RATE_LIMIT_BURST: '100000000/minute' };
  const environment = { LOG_LEVEL: 'error', JWT_SECRET: 'for-a-benchmark-that-signs-nothing-at-all', ...limits };
  const config = { ...readConfig(environment), ROLES: ['api' as const] };
  const app = await createApp({
    config,
    log: createLog(config.LOG_LEVEL),
    database,
    databaseAddress,
    partitions: null,
    freeDisk: new FreeDisk('.', () => undefined),
    dataMode: 'live',
    rememberMode: () => Promise.resolve(),
  });
  await app.getHttpAdapter().getInstance().listen({ port: 0, host: '127.0.0.1' });
  return app;
}

/** Enters assets `A1`, `A2`, … with their consolidated series. */
export async function enterAssets(database: Database, count: number): Promise<void> {
  await database.query(`INSERT INTO assets (symbol, name, position) SELECT 'A' || n, 'A' || n, n FROM generate_series(1, $1::integer) n`, [
    count,
  ]);
  await database.query(
    `INSERT INTO markets (venue, pair, base, quote, venue_symbol)
     SELECT 'consolidated', 'A' || n || '-USD', 'A' || n, 'USD', '' FROM generate_series(1, $1::integer) n`,
    [count],
  );
}
