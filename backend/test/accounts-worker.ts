import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Module, type INestApplicationContext } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { pino } from 'pino';
import { UsersJobsModule } from '../src/modules/users/jobs/users-jobs.module';
import { usersSchedule } from '../src/modules/users/jobs/schedule';
import { auditKey } from '../src/platform/audit/audit-chain';
import { AuditLog } from '../src/platform/audit/audit-log';
import { CONFIG, readConfig } from '../src/platform/config/config';
import { signingSecret } from '../src/platform/config/secret';
import { Database } from '../src/platform/database/database';
import { DATABASE_ADDRESS } from '../src/platform/database/database-address';
import { IdempotencyKeys } from '../src/platform/http/idempotency/idempotency-keys';
import type { JobBackend } from '../src/platform/jobs/job-backend';
import { JobsModule } from '../src/platform/jobs/jobs.module';
import { LOG } from '../src/platform/observability/log';
import { Metrics } from '../src/platform/observability/metrics';
import type { openTestDatabase } from './test-database';

type TestDatabase = Awaited<ReturnType<typeof openTestDatabase>>;

const running: INestApplicationContext[] = [];
const folders: string[] = [];

/** A process that does the jobs of accounts and nothing else. */
export interface Worker {
  app: INestApplicationContext;
  said: string[];
  folder: string;
  metric(line: string): Promise<number>;
}

/** Starts one; jobs are kept in the same database unless told otherwise. */
export async function startWorker(database: TestDatabase, environment: Record<string, string>, backend?: JobBackend): Promise<Worker> {
  const said: string[] = [];
  const log = pino({ level: 'info' }, { write: (line: string) => void said.push(line) });
  const folder = await mkdtemp(join(tmpdir(), 'tideline-mails-'));
  folders.push(folder);
  const metrics = new Metrics();
  const config = readConfig({ DATA_DIR: folder, ...environment });
  const providers = [
    { provide: CONFIG, useValue: config },
    { provide: LOG, useValue: log },
    { provide: Database, useValue: database },
    { provide: DATABASE_ADDRESS, useValue: database.url },
    { provide: Metrics, useValue: metrics },
    { provide: AuditLog, useValue: new AuditLog(auditKey(signingSecret(config), 'live')) },
    IdempotencyKeys,
  ];
  @Module({})
  class Platform {}
  const platform = { module: Platform, global: true, providers, exports: providers };
  const kept = backend ?? { kind: 'postgres', url: database.url };
  @Module({ imports: [platform, JobsModule.with({ backend: kept, definitions: usersSchedule, log, works: true }), UsersJobsModule] })
  class App {}
  const app = await NestFactory.createApplicationContext(App, { logger: false, abortOnError: false });
  running.push(app);
  const metric = async (line: string): Promise<number> => {
    const text = await metrics.registry.metrics();
    return Number(
      text
        .split('\n')
        .find((one) => one.startsWith(`${line} `))
        ?.split(' ')[1],
    );
  };
  return { app, said, folder, metric };
}

/** Stops all that were started, as at the end of a process. */
export async function stopWorkers(): Promise<void> {
  for (const app of running.splice(0)) await app.close();
  for (const folder of folders.splice(0)) await rm(folder, { recursive: true, force: true });
}
