import 'reflect-metadata';
import { createApp } from '../src/app';
import { Passwords } from '../src/modules/users/application/passwords';
import { readConfig } from '../src/platform/config/config';
import { Database } from '../src/platform/database/database';
import { FreeDisk } from '../src/platform/database/free-disk';
import { createLog } from '../src/platform/observability/log';
import { onServer, startTestServer } from '../test/database-server';
import { load, median } from './load';

const rounds = 5;
const seconds = 3;
const accounts = 200;
const password = 'green lanterns over water';
const login = '/api/v1/auth/login';
const read = '/api/v1/market/prices?symbols=BTC';

type Measured = Awaited<ReturnType<typeof load>>;

/** Sign-ins per second beside the bare hash, and what a flood of wrong ones does to who reads the market. */
async function main(): Promise<void> {
  const { server, stop } = await startTestServer();
  await onServer(server.url, `CREATE DATABASE bench TEMPLATE ${server.template}`);
  const url = server.url.replace(/\/postgres$/, '/bench');
  const database = new Database({ connectionString: url });
  const limits = { RATE_LIMIT_ANONYMOUS: '100000000/hour', RATE_LIMIT_BURST: '100000000/minute' };
  const config = {
    ...readConfig({ LOG_LEVEL: 'error', JWT_SECRET: 'for-a-benchmark-that-signs-nothing-at-all', ...limits }),
    ROLES: ['api' as const],
  };
  const log = createLog(config.LOG_LEVEL);
  await database.query(`INSERT INTO assets (symbol, name, position) VALUES ('BTC', 'Bitcoin', 1)`);
  await addAccounts(database);
  const app = await createApp({
    config,
    log,
    database,
    databaseAddress: url,
    partitions: null,
    freeDisk: new FreeDisk('.', () => undefined),
    dataMode: 'live',
    rememberMode: () => Promise.resolve(),
  });
  const address = await app.getHttpAdapter().getInstance().listen({ port: 0, host: '127.0.0.1' });
  const port = Number(new URL(address).port);
  await signIns(port);
  for (const connections of [8, 64]) await readsInAFlood(port, connections);
  await app.close();
  await database.close();
  await stop();
}

const nameOf = (n: number): string => `someone-${n}@example.org`;

async function addAccounts(database: Database): Promise<void> {
  const passwords = new Passwords();
  await database.query(
    `INSERT INTO users (email, display_name, password_hash, email_verified_at)
     SELECT email, 'Someone', $2, now() FROM unnest($1::text[]) email`,
    [Array.from({ length: accounts }, (_, n) => nameOf(n)), await passwords.hash(password)],
  );
  await passwords.onApplicationShutdown();
}

async function signIns(port: number): Promise<void> {
  const bodies = Array.from({ length: accounts }, (_, n) => JSON.stringify({ email: nameOf(n), password }));
  const [ours, bare]: [Measured[], number[]] = [[], []];
  for (let round = 0; round < rounds; round += 1) {
    ours.push(await load({ port, to: login, bodies, connections: 8, seconds }));
    bare.push(await bareHashes());
  }
  const perSecond = median(ours.map((one) => one.requestsPerSecond));
  const hashesPerSecond = median(bare);
  const line = {
    bench: 'sign-ins',
    case: 'sign-ins of 8 at a time',
    perSecond,
    bareHashesPerSecond: hashesPerSecond,
    ratio: hundredths(perSecond / hashesPerSecond),
    p95Ms: median(ours.map((one) => one.p95Ms)),
    failures: ours.reduce((sum, one) => sum + one.failures, 0),
    rounds,
  };
  console.log(JSON.stringify(line));
}

/** Verifies as many passwords as one after another take: what the machine can do at most with one core. */
async function bareHashes(): Promise<number> {
  const passwords = new Passwords();
  const hash = await passwords.hash(password);
  const startedAt = performance.now();
  let done = 0;
  for (; performance.now() - startedAt < 1000; done += 1) await passwords.verify(password, hash);
  await passwords.onApplicationShutdown();
  return Math.round(done / ((performance.now() - startedAt) / 1000));
}

async function readsInAFlood(port: number, connections: number): Promise<void> {
  const bodies = Array.from({ length: 20_000 }, (_, n) => JSON.stringify({ email: `stranger-${n}@example.org`, password: 'guessed' }));
  const [quiet, flooded, flood]: Measured[][] = [[], [], []];
  for (let round = 0; round < rounds; round += 1) {
    quiet?.push(await load({ port, paths: [read], connections, seconds }));
    const stream = load({ port, to: login, bodies, connections: 128, seconds: seconds + 1 });
    await new Promise((resolve) => setTimeout(resolve, 500));
    flooded?.push(await load({ port, paths: [read], connections, seconds }));
    flood?.push(await stream);
  }
  const p95 = (of: Measured[] = []): number => median(of.map((one) => one.p95Ms));
  const line = {
    bench: 'sign-ins',
    case: `market reads over ${connections} connections while 128 others guess passwords`,
    targetRatio: 1.5,
    quietP95Ms: p95(quiet),
    floodP95Ms: p95(flooded),
    ratio: hundredths(p95(flooded) / p95(quiet)),
    guessesPerSecond: median((flood ?? []).map((one) => one.requestsPerSecond)),
    failures: [...(quiet ?? []), ...(flooded ?? [])].reduce((sum, one) => sum + one.failures, 0),
    rounds,
  };
  console.log(JSON.stringify(line));
}

function hundredths(value: number): number {
  return Math.round(value * 100) / 100;
}

await main();
