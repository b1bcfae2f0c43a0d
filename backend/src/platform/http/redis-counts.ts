import { Redis } from 'ioredis';
import { failsSoon } from '../events/redis-options';
import type { Log } from '../observability/log';
import type { Standing } from './fixed-windows';
import { limitPolicies, LocalCounts, steadyMs, type Counted, type LimitPolicy, type LimitCounts, type LimitRules } from './limit-counts';

/**
 * One call for all requests of a turn. ARGV[1] names their windows, a line each: a letter for the policy, then the caller; the ceiling,
 * `c`, begins a request, and its other windows are counted only when the one before had room. The rest of ARGV is, for each policy, its
 * letter, limit, length in ms and what its keys begin with. Gives the count with this request and the milliseconds left of each window,
 * in one text: a count beyond the limit is a refusal, 0 was not counted. Redis runs it as a whole, by its own clock. Texts rather than
 * lists of keys and numbers, since a client spends most of its time on writing and reading those.
 */
const script = `
local rules = {}
for i = 2, #ARGV, 4 do rules[ARGV[i]] = { limit = tonumber(ARGV[i + 1]), length = ARGV[i + 2], prefix = ARGV[i + 3] } end
local told = {}
local open = true
for policy, caller in string.gmatch(ARGV[1], '(.)([^\\n]*)\\n') do
  local rule = rules[policy]
  local count, left = 0, 0
  if open or policy == 'c' then
    local key = rule.prefix .. caller
    count = redis.call('INCR', key)
    if count == 1 then redis.call('PEXPIRE', key, rule.length) left = rule.length else left = redis.call('PTTL', key) end
    open = count <= rule.limit
  end
  told[#told + 1] = count
  told[#told + 1] = left
end
return table.concat(told, ' ')`;

const letters: Record<LimitPolicy, string> = { anonymous: 'a', authenticated: 'u', ceiling: 'c' };
const mostAtOnce = 500;
/** A Redis that did not answer is not asked again for so long. */
const restMs = 1_000;

type Scripted = Redis & { takeLimits(keys: 0, windows: string, ...rules: string[]): Promise<string> };

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
  private readonly ruleArguments: string[];
  private waiting: Waiting[] = [];
  private restUntil = 0;
  private away = false;

  constructor(
    { url, prefix }: { url: string; prefix: string },
    private readonly rules: LimitRules,
    private readonly log: Log,
    private readonly now: () => number = steadyMs,
  ) {
    this.memory = new LocalCounts(rules, now);
    this.ruleArguments = limitPolicies.flatMap((policy) => {
      const { limit, windowSeconds } = rules[policy];
      return [letters[policy], String(limit), String(windowSeconds * 1000), `${prefix}:limits:${letters[policy]}:${windowSeconds}:`];
    });
    this.redis = new Redis(url, {
      scripts: { takeLimits: { lua: script } },
      ...failsSoon,
    }) as Scripted;
    this.redis.on('error', (error) => this.lose(error));
  }

  /** Redis is away. */
  get isAlone(): boolean {
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
    let windows = '';
    for (const { wanted } of batch) for (const { policy, caller } of wanted) windows += `${letters[policy]}${caller}\n`;
    let told: string[];
    try {
      told = (await this.redis.takeLimits(0, windows, ...this.ruleArguments)).split(' ');
    } catch (error) {
      this.lose(error);
      for (const { wanted, answer } of batch) answer(this.memory.take(wanted));
      return;
    }
    this.find();
    let at = 0;
    for (const { wanted, answer } of batch) {
      const standings: Standing[] = [];
      for (const one of wanted) {
        const [count, left] = [Number(told[at]), Number(told[at + 1])];
        at += 2;
        if (count > 0) standings.push(this.standing(one, count, left, askedAt));
      }
      answer(standings);
    }
  }

  private standing(one: Counted, count: number, leftMs: number, askedAt: number): Standing {
    // By the time of asking, so that what is remembered never outlasts the window itself.
    this.memory.learn(one, count, askedAt + leftMs);
    const { limit } = this.rules[one.policy];
    return { allowed: count <= limit, remaining: Math.max(0, limit - count), resetSeconds: Math.ceil(leftMs / 1000) };
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
