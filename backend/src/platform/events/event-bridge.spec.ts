import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import type { EventBridge } from './event-bridge';
import { LocalEventBridge } from './local-event-bridge';
import { RedisEventBridge } from './redis-event-bridge';

declare module './event-bridge' {
  interface BridgeEvents {
    'test.said': { text: string };
    'test.other': { text: string };
  }
}

const redisUrl = process.env['TEST_REDIS_URL'];
const opened: EventBridge[] = [];

afterEach(async () => {
  for (const bridge of opened.splice(0)) await bridge.close();
});

function open<B extends EventBridge>(bridge: B): B {
  opened.push(bridge);
  return bridge;
}

function hear(bridge: EventBridge): string[] {
  const heard: string[] = [];
  bridge.subscribe('test.said', ({ text }) => heard.push(text));
  return heard;
}

async function until(done: () => boolean, withinMs = 5_000): Promise<void> {
  const end = Date.now() + withinMs;
  while (!done()) {
    if (Date.now() > end) throw new Error(`nothing came within ${withinMs} ms`);
    await delay(5);
  }
}

/** A Redis of our own, because this test kills it. */
class OwnRedis {
  private process: ChildProcess | undefined;

  constructor(
    readonly port: number,
    private readonly folder: string,
  ) {}

  async start(): Promise<void> {
    this.process = spawn('redis-server', ['--port', String(this.port), '--save', '', '--dir', this.folder], {
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    for await (const line of this.process.stdout ?? []) if (String(line).includes('Ready to accept')) return;
  }

  async kill(): Promise<void> {
    this.process?.kill('SIGKILL');
    await once(this.process as ChildProcess, 'exit');
  }
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  return port;
}

describe('LocalEventBridge', () => {
  it('calls the handlers of that event before publish returns, in the order of subscription', () => {
    const bridge = open(new LocalEventBridge());
    const heard: string[] = [];
    bridge.subscribe('test.said', ({ text }) => heard.push(`first ${text}`));
    bridge.subscribe('test.other', () => heard.push('other'));
    bridge.subscribe('test.said', ({ text }) => heard.push(`second ${text}`));
    bridge.publish('test.said', { text: 'a' });
    expect(heard).toEqual(['first a', 'second a']);
  });

  it('goes on after a handler that fails', () => {
    const bridge = open(new LocalEventBridge());
    bridge.subscribe('test.said', () => {
      throw new Error('handler fails on purpose');
    });
    const heard = hear(bridge);
    bridge.publish('test.said', { text: 'a' });
    expect(heard).toEqual(['a']);
  });

  it('ends one subscription and leaves the same handler’s other one', () => {
    const bridge = open(new LocalEventBridge());
    const heard: string[] = [];
    const handler = ({ text }: { text: string }) => void heard.push(text);
    const end = bridge.subscribe('test.said', handler);
    bridge.subscribe('test.said', handler);
    end();
    end();
    bridge.publish('test.said', { text: 'a' });
    expect(heard).toEqual(['a']);
  });
});

if (redisUrl === undefined) {
  process.stdout.write('skipped: event bridge over Redis (TEST_REDIS_URL is unset)\n');
} else {
  describe('RedisEventBridge', () => {
    const connect = async () => {
      const bridge = open(new RedisEventBridge(redisUrl));
      await bridge.ready();
      return bridge;
    };

    it('brings an event to every process exactly once, its own at once', async () => {
      const bridges = [await connect(), await connect(), await connect()];
      const heard = bridges.map(hear);
      bridges[0]?.publish('test.said', { text: 'one' });
      expect(heard[0]).toEqual(['one']);
      bridges[1]?.publish('test.said', { text: 'two' });
      await until(() => heard.every((texts) => texts.length >= 2));
      await delay(100);
      expect(heard.map((texts) => texts.toSorted())).toEqual([
        ['one', 'two'],
        ['one', 'two'],
        ['one', 'two'],
      ]);
    });

    it('keeps the order of one publisher over 2,000 events', async () => {
      const [from, to] = [await connect(), await connect()];
      const heard = hear(to);
      const texts = Array.from({ length: 2_000 }, (_, index) => String(index));
      for (const text of texts) from.publish('test.said', { text });
      await until(() => heard.length === texts.length);
      expect(heard).toEqual(texts);
    });

    it('ignores what is not an event', async () => {
      const bridge = await connect();
      const heard = hear(bridge);
      const { Redis } = await import('ioredis');
      const stranger = new Redis(redisUrl);
      const channel = `tideline:events:${stranger.options.db ?? 0}`;
      for (const text of [
        '{',
        'null',
        '7',
        '{"name":5}',
        JSON.stringify({ from: randomUUID(), name: 'test.said', event: { text: 'real' } }),
      ]) {
        await stranger.publish(channel, text);
      }
      stranger.disconnect();
      await until(() => heard.length === 1);
      expect(heard).toEqual(['real']);
    });

    it('serves its own process while Redis cannot be reached', async () => {
      const bridge = open(new RedisEventBridge('redis://127.0.0.1:1'));
      const heard = hear(bridge);
      bridge.publish('test.said', { text: 'a' });
      expect(heard).toEqual(['a']);
    });

    if (spawnSync('redis-server', ['--version']).error !== undefined) {
      process.stdout.write('skipped: event bridge while Redis restarts (no redis-server to start)\n');
      return;
    }

    it('finds its way back after Redis was killed and started again; news of the meantime stays in its own process', async () => {
      const folder = await mkdtemp(join(tmpdir(), 'tideline-redis-'));
      const redis = new OwnRedis(await freePort(), folder);
      await redis.start();
      const bridges = [1, 2].map(() => new RedisEventBridge(`redis://127.0.0.1:${redis.port}`));
      const [from, to] = bridges as [RedisEventBridge, RedisEventBridge];
      const heard: { own: string[]; other: string[] } = { own: [], other: [] };
      from.subscribe('test.said', ({ text }) => heard.own.push(text));
      to.subscribe('test.said', ({ text }) => heard.other.push(text));
      await Promise.all(bridges.map((bridge) => bridge.ready()));
      from.publish('test.said', { text: 'before' });
      await delay(200);
      await redis.kill();
      await delay(200);
      for (let i = 0; i < 20_000; i += 1) from.publish('test.said', { text: 'meanwhile' });
      const late = new RedisEventBridge(`redis://127.0.0.1:${redis.port}`);
      const heardLate = hear(late);
      await delay(300);
      await redis.start();
      await Promise.all([...bridges, late].map((bridge) => bridge.ready()));
      from.publish('test.said', { text: 'after' });
      await delay(300);
      expect(heard.other).toEqual(['before', 'after']);
      expect(heard.own).toHaveLength(20_002);
      expect(heardLate).toEqual(['after']);
      for (const bridge of [...bridges, late]) await bridge.close();
      await redis.kill();
      await rm(folder, { recursive: true, force: true });
    }, 20_000);
  });
}
