import 'reflect-metadata';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { DataMode } from '@tideline/contracts';
import { createApp } from '../src/app';
import { seriesTables } from '../src/modules/market';
import { readConfig, type Config, type Role } from '../src/platform/config/config';
import { Database } from '../src/platform/database/database';
import { FreeDisk } from '../src/platform/database/free-disk';
import { Partitions } from '../src/platform/database/partitions';
import { EventBridge } from '../src/platform/events/event-bridge';
import { Jobs } from '../src/platform/jobs/jobs';
import { createLog } from '../src/platform/observability/log';
import { TcpGate } from './tcp-gate';
import { openTestDatabase } from './test-database';

/** An API process on a real port and a real database; news comes from who holds the `bridge`. */
export interface TestApp {
  url: string;
  app: NestFastifyApplication;
  bridge: EventBridge;
  database: Database;
  /** Between the app and its database. */
  gate: TcpGate;
  remembered: DataMode[];
  get(path: string, headers?: Record<string, string>): Promise<Response>;
  close(): Promise<void>;
}

/** Starts one that may be asked as often as a test likes and only serves, unless `roles` say more; `fill` prepares the database before it starts. */
export async function startTestApp(
  fill: (database: Database) => Promise<void> = () => Promise.resolve(),
  environment: Record<string, string> = {},
  roles: Role[] = ['api'],
): Promise<TestApp> {
  const database = await openTestDatabase();
  await fill(database);
  const address = new URL(database.url);
  const gate = await new TcpGate(Number(address.port)).open();
  address.port = String(gate.port);
  const own = new Database({ connectionString: address.href, max: 6 });
  const folder = await mkdtemp(join(tmpdir(), 'tideline-app-'));
  const limits = { RATE_LIMIT_ANONYMOUS: '1000000/hour', RATE_LIMIT_AUTHENTICATED: '1000000/hour', RATE_LIMIT_BURST: '1000000/minute' };
  const read = readConfig({ NODE_ENV: 'test', LOG_LEVEL: 'silent', DATA_DIR: folder, ...limits, ...environment });
  const remembered: DataMode[] = [];
  const config: Config = { ...read, ROLES: roles };
  const log = createLog('silent');
  const writes = roles.some((role) => role !== 'api');
  const app = await createApp({
    config,
    log,
    database: own,
    databaseAddress: address.href,
    partitions: writes ? await Partitions.prepare(own, seriesTables(config), Date.now(), log) : null,
    freeDisk: new FreeDisk(folder, () => undefined),
    dataMode: 'live',
    rememberMode: async (mode) => void remembered.push(mode),
  });
  const url = await app.getHttpAdapter().getInstance().listen({ port: 0, host: '127.0.0.1' });
  // The queue must have opened its connections before a test cuts them.
  await app.get(Jobs).counts();
  return {
    url,
    app,
    bridge: app.get(EventBridge),
    database,
    gate,
    remembered,
    get: (path, headers = {}) => fetch(`${url}${path}`, { headers }),
    close: async () => {
      await app.close();
      await own.close();
      await gate.shut();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
