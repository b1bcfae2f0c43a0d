import 'reflect-metadata';
import { randomBytes, randomUUID } from 'node:crypto';
import { KeepApiKeys } from '../src/modules/users/application/keep-api-keys';
import { AccessTokens } from '../src/modules/users/application/access-tokens';
import { anonymous } from '../src/platform/access/identity';
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

/** `GET /market/prices` with the limits and without them, anonymous and authenticated, in memory and over Redis; in short turns; medians of what each turn gave. */
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
  const judgeMicroseconds = await costOfJudging(limits);
  await market.close();
  report(counts, results, judgeMicroseconds);
}

/** CPU time of one verdict in µs, by 20,000 callers in turn, 64 at a time; hardly touched by what else the machine does. */
async function costOfJudging(limits: RateLimits): Promise<number> {
  const callers = Array.from({ length: 20_000 }, (_, n) => `10.${n >> 16}.${(n >> 8) & 255}.${n & 255}`);
  const times = 10;
  const before = process.cpuUsage();
  for (let from = 0; from < callers.length * times; from += connections) {
    const batch = Array.from({ length: connections }, (_, n) => callers[(from + n) % callers.length] ?? '');
    const verdicts = batch.map((address) => limits.judge({ address, headers: {}, identity: anonymous }));
    if (verdicts[0] instanceof Promise) await Promise.all(verdicts.map(async (one) => one));
  }
  const { user, system } = process.cpuUsage(before);
  return (user + system) / (callers.length * times);
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

function report(counts: string, results: Map<string, Measured[]>, judgeMicroseconds: number): void {
  const middle = (name: string, pick: (one: Measured) => number): number => median((results.get(name) ?? []).map(pick));
  const paired = (name: string, to: string, pick: (one: Measured) => number): number =>
    thousandths(median((results.get(name) ?? []).map((one, round) => pick(one) / pick((results.get(to) ?? [])[round] ?? one))));
  const cpu = (one: Measured): number => one.perCpuSecond;
  const wall = (one: Measured): number => one.requestsPerSecond;
  for (const name of results.keys()) {
    const line = {
      bench: 'limits',
      counts,
      caller: name,
      path,
      requestsPerSecond: middle(name, wall),
      perCpuSecond: middle(name, cpu),
      cpuOfOff: paired(name, 'off', cpu),
      wallOfOff: paired(name, 'off', wall),
      cpuOfAnonymous: paired(name, 'anonymous', cpu),
      wallOfAnonymous: paired(name, 'anonymous', wall),
      p95Ms: middle(name, (one) => one.p95Ms),
      failures: (results.get(name) ?? []).reduce((sum, one) => sum + one.failures, 0),
      rounds,
      connections,
    };
    console.log(JSON.stringify(line));
  }
  const share = thousandths((judgeMicroseconds * middle('off', cpu)) / 1e6);
  console.log(JSON.stringify({ bench: 'limits', counts, judgeMicroseconds: thousandths(judgeMicroseconds), shareOfRequest: share }));
}

function thousandths(value: number): number {
  return Math.round(value * 1000) / 1000;
}

await main();
