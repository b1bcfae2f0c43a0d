import { Redis } from 'ioredis';
import type { Log } from '../observability/log';
import type { Standing } from './fixed-windows';
import { LocalCounts, type Counted, type LimitCounts, type LimitRules } from './limit-counts';

/**
 * One call for all requests of a tick. Per window: its key, the limit, its length in ms, and whether it is only counted when the one
 * before had room; gives the count, the milliseconds left and whether there was room. Redis runs it as a whole, by its own clock.
 */
const script = `
local told = {}
local open = true
for i = 1, #KEYS do
  local limit, length = tonumber(ARGV[3 * i - 2]), tonumber(ARGV[3 * i - 1])
  if ARGV[3 * i] == '0' then open = true end
  local count = tonumber(redis.call('GET', KEYS[i]) or '0')
  local room = count < limit
  local left = length
  if open and room then
    count = redis.call('INCR', KEYS[i])
    if count == 1 then redis.call('PEXPIRE', KEYS[i], length) end
  end
  if count > 0 then left = redis.call('PTTL', KEYS[i]) end
  open = open and room
  told[3 * i - 2] = count
  told[3 * i - 1] = left
  told[3 * i] = room and 1 or 0
end
return told`;

const mostAtOnce = 500;
/** A Redis that does not answer within this is taken for gone, and not asked again for a while. */
const patienceMs = 250;
const restMs = 1_000;

type Scripted = Redis & { takeLimits(keys: number, ...rest: (string | number)[]): Promise<number[]> };

interface Waiting {
  wanted: Counted[];
  answer: (standings: Standing[]) => void;
}

/**
 * Counts over Redis, exactly for all processes together: an atomic script, called once per turn of the event loop for every request that
 * came in with it. While Redis is away each process goes on counting in its own memory, from what it last heard, rather than refuse or
 * wave through everybody: up to one limit per process may pass. A full window is remembered, so that a flood does not reach Redis.
 */
export class RedisCounts implements LimitCounts {
  private readonly redis: Scripted;
  private readonly memory: LocalCounts;
  private waiting: Waiting[] = [];
  private restUntil = 0;
  private away = false;

  constructor(
    { url, prefix }: { url: string; prefix: string },
    private readonly rules: LimitRules,
    private readonly log: Log,
    private readonly now: () => number = () => performance.now(),
  ) {
    this.memory = new LocalCounts(rules, now);
    this.redis = new Redis(url, {
      keyPrefix: `${prefix}:limits:`,
      scripts: { takeLimits: { lua: script } },
      enableOfflineQueue: false,
      maxRetriesPerRequest: 0,
      commandTimeout: patienceMs,
      retryStrategy: (attempt) => Math.min(100 * attempt, 2_000),
      disconnectTimeout: 100,
    }) as Scripted;
    this.redis.on('error', (error) => this.lose(error));
  }

  /** Whether the counts of this process are its own, because Redis is away. */
  get isAway(): boolean {
    return this.away;
  }

  /** Resolves when Redis is there, or after a second without it. */
  async ready(): Promise<void> {
    if (this.redis.status === 'ready') return;
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, restMs);
      this.redis.once('ready', () => {
        clearTimeout(timer);
        resolve();
      });
    });
  }

  take(wanted: Counted[]): Standing[] | Promise<Standing[]> {
    const [first] = wanted;
    const full = first === undefined ? null : this.memory.usedUp(first);
    if (full !== null) return [full];
    if (this.redis.status !== 'ready' || this.now() < this.restUntil) return this.memory.take(wanted);
    return new Promise((answer) => {
      if (this.waiting.push({ wanted, answer }) === 1) setImmediate(() => this.askForAll());
    });
  }

  usedUp(one: Counted): Standing | null {
    return this.memory.usedUp(one);
  }

  close(): Promise<void> {
    this.redis.disconnect();
    return Promise.resolve();
  }

  private askForAll(): void {
    const all = this.waiting;
    this.waiting = [];
    for (let from = 0; from < all.length; from += mostAtOnce) void this.ask(all.slice(from, from + mostAtOnce));
  }

  private async ask(batch: Waiting[]): Promise<void> {
    const askedAt = this.now();
    const windows = batch.flatMap(({ wanted }) => wanted);
    const keys = windows.map(({ policy, caller }) => `${policy}:${this.rules[policy].windowSeconds}:${caller}`);
    const rest = batch.flatMap(({ wanted }) =>
      wanted.flatMap(({ policy }, index) => [this.rules[policy].limit, this.rules[policy].windowSeconds * 1000, index]),
    );
    let told: number[];
    try {
      told = await this.redis.takeLimits(keys.length, ...keys, ...rest);
    } catch (error) {
      this.lose(error);
      for (const { wanted, answer } of batch) answer(this.memory.take(wanted));
      return;
    }
    this.find();
    let at = 0;
    for (const { wanted, answer } of batch) {
      answer(wanted.map((one) => this.standing(one, told, 3 * at++, askedAt)));
    }
  }

  private standing(one: Counted, told: number[], at: number, askedAt: number): Standing {
    const [count = 0, left = 0, room = 0] = told.slice(at, at + 3);
    // By the time of asking, so that what is remembered never outlasts the window itself.
    this.memory.learn(one, count, askedAt + left);
    return { allowed: room === 1, remaining: Math.max(0, this.rules[one.policy].limit - count), resetSeconds: Math.ceil(left / 1000) };
  }

  private lose(error: unknown): void {
    this.restUntil = this.now() + restMs;
    if (!this.away) this.log.warn({ err: error }, 'Redis is away: each process counts its own requests for the limits');
    this.away = true;
  }

  private find(): void {
    if (this.away) this.log.info('Redis is back: requests are counted for all processes together again');
    this.away = false;
  }
}
