import 'reflect-metadata';
import { randomBytes, randomUUID } from 'node:crypto';
import { KeepApiKeys } from '../src/modules/users/application/keep-api-keys';
import { AccessTokens } from '../src/modules/users/application/access-tokens';
import type { WebServer } from '../src/platform/http/web-server';
import type { RateLimits, Verdict } from '../src/platform/http/rate-limit';
import { load, median, type LoadResult } from './load';
import { startMarketApp, type MarketApp } from './market-app';
import { ownRedis } from './own-redis';

const rounds = 16;
const seconds = 0.6;
const connections = 64;
const path = '/api/v1/market/prices';

type Measured = LoadResult & { perCpuSecond: number };
type Variant = { name: string; headers?: Record<string, string>; limits?: 'off' };

/** `GET /market/prices` with the limits and without them, anonymous and authenticated, in memory and over Redis; in short turns, medians. */
async function main(): Promise<void> {
  await run('memory', {});
  const redis = await ownRedis();
  if (redis === null) {
    console.log(JSON.stringify({ bench: 'limits', counts: 'redis', skipped: 'no redis-server here' }));
    return;
  }
  await run('redis', { REDIS_URL: redis.url });
  await redis.stop();
}

async function run(counts: string, environment: Record<string, string>): Promise<void> {
  const market = await startMarketApp(environment);
  const { token, key } = await somebody(market);
  const variants: Variant[] = [
    { name: 'off', limits: 'off' },
    { name: 'anonymous' },
    { name: 'access token', headers: { authorization: `Bearer ${token}` } },
    { name: 'API key', headers: { 'x-api-key': key } },
  ];
  const results = new Map<string, Measured[]>(variants.map(({ name }) => [name, []]));
  const { limits } = market.app.getHttpAdapter() as unknown as WebServer;
  for (const { headers } of variants)
    await load({ port: market.port, paths: [path], connections, seconds: 0.5, ...(headers ? { headers } : {}) });
  for (let round = 0; round < rounds; round += 1) {
    const first = round % variants.length;
    for (const variant of [...variants.slice(first), ...variants.slice(0, first)]) {
      const restore = variant.limits === 'off' ? switchOff(limits) : () => undefined;
      const { headers = {} } = variant;
      results.get(variant.name)?.push(await load({ port: market.port, paths: [path], connections, seconds, headers }));
      restore();
    }
  }
  await market.close();
  report(counts, results);
}

/** Everything passes and nothing is counted; the headers stay, with fixed texts. */
function switchOff(limits: RateLimits): () => void {
  const verdict: Verdict = { refusedBy: null, retryAfterSeconds: 0, policy: '"off";q=1;w=1', standing: '"off";r=1;t=1' };
  Object.defineProperty(limits, 'judge', { value: () => verdict, configurable: true });
  return () => void Reflect.deleteProperty(limits, 'judge');
}

async function somebody({ app, database }: MarketApp): Promise<{ token: string; key: string }> {
  const [user] = await database.query<{ id: string }>(
    `INSERT INTO users (email, display_name, email_verified_at) VALUES ($1, 'Somebody', now()) RETURNING id`,
    [`${randomBytes(6).toString('hex')}@example.org`],
  );
  const userId = user?.id ?? randomUUID();
  const [session] = await database.query<{ id: string }>(
    `INSERT INTO sessions (user_id, user_agent, ends_at) VALUES ($1, 'bench', now() + interval '1 day') RETURNING id`,
    [userId],
  );
  const token = app.get(AccessTokens, { strict: false }).issue({ userId, sessionId: session?.id ?? '' }, Date.now());
  const { key } = await app
    .get(KeepApiKeys, { strict: false })
    .create({ userId, address: '127.0.0.1' }, { name: 'bench', scopes: ['read'], expiresAt: null });
  return { token, key };
}

function report(counts: string, results: Map<string, Measured[]>): void {
  const middle = (name: string, pick: (one: Measured) => number): number => median((results.get(name) ?? []).map(pick));
  const [free, anonymous] = ['off', 'anonymous'].map((name) => middle(name, (one) => one.perCpuSecond)) as [number, number];
  for (const name of results.keys()) {
    const cpu = middle(name, (one) => one.perCpuSecond);
    const line = {
      bench: 'limits',
      counts,
      caller: name,
      path,
      requestsPerSecond: middle(name, (one) => one.requestsPerSecond),
      perCpuSecond: cpu,
      cpuOfOff: thousandths(cpu / free),
      wallOfOff: thousandths(middle(name, (one) => one.requestsPerSecond) / middle('off', (one) => one.requestsPerSecond)),
      cpuOfAnonymous: thousandths(cpu / anonymous),
      p95Ms: middle(name, (one) => one.p95Ms),
      failures: (results.get(name) ?? []).reduce((sum, one) => sum + one.failures, 0),
      rounds,
      connections,
    };
    console.log(JSON.stringify(line));
  }
}

function thousandths(value: number): number {
  return Math.round(value * 1000) / 1000;
}

await main();
