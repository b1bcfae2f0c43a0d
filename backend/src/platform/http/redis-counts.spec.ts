import { spawn, type ChildProcess } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { Redis } from 'ioredis';
import { until } from '../../../test/until';
import { createLog } from '../observability/log';
import type { Counted, LimitRules } from './limit-counts';
import { RedisCounts } from './redis-counts';

jest.setTimeout(60_000);

const redisUrl = process.env['TEST_REDIS_URL'];
const rules: LimitRules = {
  anonymous: { limit: 100, windowSeconds: 3600 },
  authenticated: { limit: 1000, windowSeconds: 3600 },
  ceiling: { limit: 600, windowSeconds: 60 },
};
const by = (policy: Counted['policy'], caller = 'a'): Counted => ({ policy, caller });
const opened: RedisCounts[] = [];

afterEach(async () => {
  for (const counts of opened.splice(0)) await counts.close();
});

async function open(url: string, prefix = randomUUID(), own: Partial<LimitRules> = {}): Promise<RedisCounts> {
  const counts = new RedisCounts({ url, prefix }, { ...rules, ...own }, createLog('silent'));
  opened.push(counts);
  await counts.ready();
  return counts;
}

async function passing(counts: RedisCounts, tries: number, wanted: Counted[]): Promise<number> {
  const all = await Promise.all(Array.from({ length: tries }, async () => counts.take(wanted)));
  return all.filter((standings) => standings.every(({ allowed }) => allowed)).length;
}

/** A Redis of our own, because these tests kill it. */
async function ownRedis(): Promise<{ url: string; start: () => Promise<void>; signal: (name: NodeJS.Signals) => Promise<void> }> {
  const folder = await mkdtemp(join(tmpdir(), 'tideline-redis-'));
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  let running: ChildProcess | null = null;
  const start = async (): Promise<void> => {
    running = spawn('redis-server', ['--port', String(port), '--save', '', '--dir', folder], { stdio: ['ignore', 'pipe', 'ignore'] });
    for await (const line of running.stdout ?? []) if (String(line).includes('Ready to accept')) return;
  };
  const signal = async (name: NodeJS.Signals): Promise<void> => {
    if (running === null) return;
    const ended = name === 'SIGKILL' ? once(running, 'exit') : Promise.resolve();
    running.kill(name);
    await ended;
    if (name === 'SIGKILL') await rm(folder, { recursive: true, force: true, maxRetries: 3 }).catch(() => undefined);
  };
  return { url: `redis://127.0.0.1:${port}`, start, signal };
}

if (redisUrl === undefined) {
  process.stdout.write('skipped: limits over Redis (TEST_REDIS_URL is unset)\n');
} else {
  describe('RedisCounts', () => {
    it('lets exactly 100 of 400 pass that eight ask for at once, over two processes', async () => {
      const prefix = randomUUID();
      const [one, other] = [await open(redisUrl, prefix), await open(redisUrl, prefix)];
      const passed = await Promise.all(
        [one, other, one, other, one, other, one, other].map((counts) => passing(counts, 50, [by('ceiling'), by('anonymous')])),
      );
      expect(passed.reduce((sum, one) => sum + one, 0)).toBe(100);
    });

    it('gives what remains and when it begins anew, and lets its keys expire', async () => {
      const prefix = randomUUID();
      const counts = await open(redisUrl, prefix);
      expect(await counts.take([by('ceiling'), by('anonymous')])).toEqual([
        { allowed: true, remaining: 599, resetSeconds: 60 },
        { allowed: true, remaining: 99, resetSeconds: 3600 },
      ]);
      const redis = new Redis(redisUrl);
      const keys = await redis.keys(`${prefix}:*`);
      const left = await Promise.all(keys.map((key) => redis.pttl(key)));
      redis.disconnect();
      expect(keys.toSorted()).toEqual([`${prefix}:limits:a:3600:a`, `${prefix}:limits:c:60:a`]);
      expect(left.every((ms) => ms > 0 && ms <= 3_600_000)).toBe(true);
    });

    it('takes no quota for what the ceiling refuses, also within one call', async () => {
      const counts = await open(redisUrl, randomUUID(), { ceiling: { limit: 30, windowSeconds: 60 } });
      expect(await passing(counts, 50, [by('ceiling'), by('anonymous')])).toBe(30);
      expect(await counts.take([by('ceiling', 'b'), by('anonymous')])).toMatchObject([{ remaining: 29 }, { remaining: 69 }]);
    });

    it('opens a window of 3 s again after it has ended, however a process sets its clock', async () => {
      const prefix = randomUUID();
      const short = { ceiling: { limit: 5, windowSeconds: 3 } };
      const clock = { shift: 0 };
      const moved = new RedisCounts(
        { url: redisUrl, prefix },
        { ...rules, ...short },
        createLog('silent'),
        () => performance.now() + clock.shift,
      );
      opened.push(moved);
      await moved.ready();
      const steady = await open(redisUrl, prefix, short);
      expect(await passing(moved, 3, [by('ceiling')])).toBe(3);
      clock.shift = 3_600_000;
      expect((await passing(moved, 5, [by('ceiling')])) + (await passing(steady, 5, [by('ceiling')]))).toBe(2);
      clock.shift = -3_600_000;
      expect(await passing(moved, 5, [by('ceiling')])).toBe(0);
      await delay(3_100);
      clock.shift = 0;
      expect((await passing(steady, 5, [by('ceiling')])) + (await passing(moved, 5, [by('ceiling')]))).toBe(5);
    });

    it('remembers a full window without asking again', async () => {
      const counts = await open(redisUrl, randomUUID(), { ceiling: { limit: 2, windowSeconds: 60 } });
      expect(counts.usedUp(by('ceiling'))).toBeNull();
      await passing(counts, 3, [by('ceiling')]);
      expect(counts.usedUp(by('ceiling'))).toMatchObject({ allowed: false, remaining: 0 });
      expect(counts.take([by('ceiling'), by('anonymous')])).toMatchObject([{ allowed: false, resetSeconds: 60 }]);
    });

    it('goes on from what it knew while Redis is away or says nothing, and over Redis when it is back', async () => {
      const redis = await ownRedis();
      await redis.start();
      const counts = await open(redis.url);
      expect(await passing(counts, 60, [by('ceiling'), by('anonymous')])).toBe(60);
      await redis.signal('SIGSTOP');
      expect(await passing(counts, 60, [by('ceiling'), by('anonymous')])).toBe(40);
      expect(counts.isAlone).toBe(true);
      await redis.signal('SIGCONT');
      await until('Redis is asked again', async () => {
        await counts.take([by('ceiling', 'b')]);
        return !counts.isAlone;
      });
      await redis.signal('SIGKILL');
      await until('its end is noticed', async () => {
        await counts.take([by('ceiling', 'c')]);
        return counts.isAlone;
      });
      expect(await passing(counts, 200, [by('ceiling'), by('anonymous', 'd')])).toBe(100);
    });
  });
}
