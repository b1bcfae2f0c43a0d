import { spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { Injectable, Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { z } from 'zod';
import { openTestDatabase } from '../../../test/test-database';
import { defineJob } from './define-job';
import type { JobDefinition } from './define-job';
import type { JobBackend } from './job-backend';
import { HandlesJob } from './job-handler';
import type { JobHandler, JobRun } from './job-handler';
import { Jobs } from './jobs';
import { JobsModule } from './jobs.module';

jest.setTimeout(60_000);

const silent = { info: () => undefined, warn: () => undefined, error: () => undefined };
const redisUrl = process.env['TEST_REDIS_URL'];

const backends: [string, () => Promise<JobBackend>][] = [
  ['PostgreSQL', async () => ({ kind: 'postgres', url: (await openTestDatabase()).url })],
  ...(redisUrl === undefined
    ? []
    : ([['Redis', async () => ({ kind: 'redis', url: redisUrl, prefix: `test-${randomUUID()}` })]] as [
        string,
        () => Promise<JobBackend>,
      ][])),
];

const greet = defineJob({ name: 'greet', data: z.strictObject({ whom: z.string() }), attempts: 3, backoffMs: 20 });

function refusal(message: string, retryAfterMs: number | null): Error {
  return Object.assign(new Error(message), { retryAfterMs });
}

async function until(condition: () => boolean | Promise<boolean>, what: string): Promise<void> {
  for (const deadline = Date.now() + 30_000; Date.now() < deadline; await sleep(20)) if (await condition()) return;
  throw new Error(`timed out waiting until ${what}`);
}

describe.each(backends)('jobs on %s', (kind, openBackend) => {
  const open: Jobs[] = [];
  let backend: JobBackend;

  beforeEach(async () => void (backend = await openBackend()));
  afterEach(async () => {
    for (const jobs of open.splice(0)) await jobs.close();
  });

  function jobsWith(definitions: readonly JobDefinition[] = [greet]): Jobs {
    const jobs = new Jobs({ backend, definitions, log: silent, lockMs: 1_000 });
    open.push(jobs);
    return jobs;
  }

  const handlers = (run: (data: unknown, run: JobRun) => Promise<void>, name = greet.name) => new Map([[name, { run }]]);

  it('runs a job with the data it was added with, and counts 1 completed', async () => {
    const jobs = jobsWith();
    const seen: unknown[] = [];
    await jobs.add(greet, { whom: 'Ada' });
    await jobs.work(handlers(async (data) => void seen.push(data)));
    await until(async () => (await jobs.counts()).completed === 1 && jobs.lastOutcomes().size === 1, 'one job is completed');
    expect(seen).toEqual([{ whom: 'Ada' }]);
    expect(jobs.lastOutcomes().get('greet')).toMatchObject({ outcome: 'completed', detail: null });
  });

  it('refuses data that does not fit when the job is added', async () => {
    await expect(jobsWith().add(greet, { whom: 7 } as never)).rejects.toThrow(/expected string/);
  });

  it('tries 3 times with back-off and tells the observer retried, retried, completed', async () => {
    const jobs = jobsWith();
    const outcomes: string[] = [];
    const attempts: number[] = [];
    jobs.observe(({ outcome }) => outcomes.push(outcome));
    await jobs.add(greet, { whom: 'Ada' });
    await jobs.work(
      handlers(async (_, { attempt }) => {
        attempts.push(attempt);
        if (attempt < 3) throw new Error(`attempt ${attempt} fails`);
      }),
    );
    await until(() => outcomes.length === 3, 'three tries ended');
    expect(outcomes).toEqual(['retried', 'retried', 'completed']);
    expect(attempts).toEqual([1, 2, 3]);
  });

  it('keeps and counts a job that failed for good', async () => {
    const jobs = jobsWith();
    const outcomes: string[] = [];
    jobs.observe(({ outcome }) => outcomes.push(outcome));
    await jobs.add(greet, { whom: 'Ada' });
    await jobs.work(handlers(async () => Promise.reject(refusal('the key is wrong', null))));
    await until(async () => (await jobs.counts()).failed === 1, 'one job has failed');
    await until(() => outcomes.length === 1, 'the observer was told');
    expect(outcomes).toEqual(['failed']);
    expect(jobs.lastOutcomes().get('greet')).toMatchObject({ outcome: 'failed', detail: 'the key is wrong' });
  });

  it('waits as long as the failure asks: 400 ms instead of a back-off of 20 ms', async () => {
    const jobs = jobsWith();
    const startedAt: number[] = [];
    await jobs.add(greet, { whom: 'Ada' });
    await jobs.work(
      handlers(async () => {
        startedAt.push(Date.now());
        if (startedAt.length === 1) throw refusal('too many requests', 400);
      }),
    );
    await until(() => startedAt.length === 2, 'the second try started');
    expect((startedAt[1] ?? 0) - (startedAt[0] ?? 0)).toBeGreaterThanOrEqual(390);
  });

  it('runs a job scheduled every 200 ms by itself, at once and again', async () => {
    const tick = defineJob({ name: 'tick', data: z.strictObject({}), every: 200 });
    const jobs = jobsWith([tick]);
    let runs = 0;
    await jobs.work(handlers(async () => void runs++, 'tick'));
    await until(() => runs >= 3, 'it ran three times');
  });

  it('ends a schedule that is no longer on the list', async () => {
    const tick = defineJob({ name: 'tick', data: z.strictObject({}), every: 100 });
    const before = new Jobs({ backend, definitions: [tick], log: silent });
    let runs = 0;
    await before.work(handlers(async () => void runs++, 'tick'));
    await until(() => runs >= 1, 'it ran');
    await before.close();
    const after = jobsWith([]);
    await after.work(new Map());
    await sleep(400);
    // One that the other process had fetched when it closed may still be there.
    await until(async () => (await after.counts()).waiting + (await after.counts()).active === 0, 'nothing is left to do');
    expect(await after.counts()).toMatchObject({ delayed: 0, waiting: 0, active: 0 });
  });

  it('tells running jobs to stop when closing, and waits for them', async () => {
    const jobs = jobsWith();
    let state = 'waiting';
    await jobs.add(greet, { whom: 'Ada' });
    await jobs.work(
      handlers(async (_, { signal }) => {
        state = 'running';
        await once(signal, 'abort');
        await sleep(50);
        state = 'stopped';
      }),
    );
    await until(() => state === 'running', 'the job runs');
    await open.splice(0)[0]?.close();
    expect(state).toBe('stopped');
  });

  it('does not begin a job that was fetched when it closes, and leaves it to the next process', async () => {
    const closed: Promise<void>[] = [];
    let working = false;
    const closing = z.string().refine(() => {
      if (working && closed.length === 0) closed.push(jobs.close());
      return true;
    });
    const late = defineJob({ name: 'late', data: z.strictObject({ whom: closing }), attempts: 3, backoffMs: 20 });
    const jobs = jobsWith([late]);
    let begun = false;
    await jobs.add(late, { whom: 'Ada' });
    working = true;
    await jobs.work(handlers(async () => void (begun = true), 'late'));
    await until(() => closed.length > 0, 'it closes');
    await closed[0];
    expect(begun).toBe(false);
    const next = jobsWith([defineJob({ name: 'late', data: z.strictObject({ whom: z.string() }), attempts: 3, backoffMs: 20 })]);
    const ran: unknown[] = [];
    await next.work(handlers(async (data, { attempt }) => void ran.push({ data, attempt }), 'late'));
    await until(() => ran.length === 1, 'the next process runs it');
    expect(ran).toEqual([{ data: { whom: 'Ada' }, attempt: 1 }]);
  });

  it('complains of nothing when a run ends because it was told to stop', async () => {
    const told: [string, string][] = [];
    const log = {
      ...silent,
      info: (_: unknown, said: string) => void told.push(['info', said]),
      warn: (_: unknown, said: string) => void told.push(['warn', said]),
    };
    const jobs = new Jobs({ backend, definitions: [greet], log, lockMs: 1_000 });
    let running = false;
    await jobs.add(greet, { whom: 'Ada' });
    await jobs.work(
      handlers(async (_, { signal }) => {
        running = true;
        await once(signal, 'abort');
        throw new Error('told to stop');
      }),
    );
    await until(() => running, 'the job runs');
    await jobs.close();
    expect(told).toEqual([['info', 'a job was cut short']]);
  });

  it('runs a job again whose process was killed with SIGKILL in the middle of it', async () => {
    const jobs = jobsWith();
    await jobs.add(greet, { whom: 'Ada' });
    await killedInTheMiddle(backend);
    expect(await jobs.counts()).toMatchObject({ active: 1, completed: 0 });
    const seen: unknown[] = [];
    await jobs.work(handlers(async (data) => void seen.push(data)));
    await until(() => seen.length === 1, `the job of the dead process runs again on ${kind}`);
    expect(seen).toEqual([{ whom: 'Ada' }]);
  });
});

/** Takes the waiting job in another process and kills that process while the job runs. */
async function killedInTheMiddle(backend: JobBackend): Promise<void> {
  const script = `
    import { createPostgresBackend, setDefaultBackendFactory, Worker } from 'bullmq';
    const backend = JSON.parse(process.argv[1]);
    if (backend.kind === 'postgres') setDefaultBackendFactory(createPostgresBackend);
    const connection = backend.kind === 'postgres' ? { connectionString: backend.url, max: 2 } : { url: backend.url, maxRetriesPerRequest: null };
    new Worker('tideline', () => { process.stdout.write('running'); return new Promise(() => {}); }, { connection, prefix: backend.prefix, lockDuration: 1000, stalledInterval: 1000 });`;
  const child = spawn(process.execPath, ['--input-type=module', '-e', script, JSON.stringify(backend)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  await once(child.stdout, 'data');
  child.kill('SIGKILL');
  await once(child, 'exit');
}

describe('jobs on PostgreSQL, when the server cuts every connection', () => {
  it('go on by themselves: a job added afterwards is run', async () => {
    const database = await openTestDatabase();
    const jobs = new Jobs({ backend: { kind: 'postgres', url: database.url }, definitions: [greet], log: silent, retryMs: 200 });
    const seen: unknown[] = [];
    await jobs.work(new Map([['greet', { run: async (data: unknown) => void seen.push(data) }]]));
    await database.query(
      'SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()',
    );
    await until(
      () =>
        jobs.add(greet, { whom: 'Ada' }).then(
          () => true,
          () => false,
        ),
      'a job can be added',
    );
    await until(() => seen.length >= 1, 'the job has run');
    await jobs.close();
  });
});

describe('a process that works', () => {
  const noon = defineJob({ name: 'noon', data: z.strictObject({}), cron: '0 12 * * *' });

  @Injectable()
  @HandlesJob(noon)
  class NoonJob implements JobHandler {
    async run(): Promise<void> {}
  }

  @Injectable()
  @HandlesJob(noon)
  class OtherNoonJob implements JobHandler {
    async run(): Promise<void> {}
  }

  async function start(handlers: (new () => JobHandler)[]): Promise<void> {
    const backend: JobBackend = { kind: 'postgres', url: (await openTestDatabase()).url };
    @Module({ imports: [JobsModule.with({ backend, definitions: [noon], log: silent, works: true })], providers: handlers })
    class App {}
    const app = await NestFactory.createApplicationContext(App, { logger: false, abortOnError: false });
    await app.close().catch(() => undefined);
  }

  it('refuses to start when job noon has no handler', async () => {
    await expect(start([])).rejects.toThrow('job noon has no handler');
  });

  it('refuses to start when job noon has 2 handlers', async () => {
    await expect(start([NoonJob, OtherNoonJob])).rejects.toThrow('job noon has 2 handlers');
  });

  it('starts and stops with one handler for each job', async () => {
    await start([NoonJob]);
  });
});
