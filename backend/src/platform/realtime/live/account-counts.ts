import { randomUUID } from 'node:crypto';
import { Logger, type OnApplicationShutdown } from '@nestjs/common';
import { Redis } from 'ioredis';
import { failsSoon } from '../../events/redis-options';

/**
 * KEYS[1] is an account's hash: per process, how many sockets it has and until when that holds. Notes those of one process (ARGV: its
 * id, how many, for how many ms) and gives how many the others have; what has not been renewed in time belongs to a process that died.
 */
const script = `
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
if ARGV[2] == '0' then redis.call('HDEL', KEYS[1], ARGV[1])
else redis.call('HSET', KEYS[1], ARGV[1], ARGV[2] .. ' ' .. string.format('%d', now + ARGV[3])) end
local others = 0
local all = redis.call('HGETALL', KEYS[1])
for i = 1, #all, 2 do
  local count, till = string.match(all[i + 1], '(%d+) (%d+)')
  if tonumber(till) <= now then redis.call('HDEL', KEYS[1], all[i])
  elseif all[i] ~= ARGV[1] then others = others + count end
end
redis.call('PEXPIRE', KEYS[1], ARGV[3])
return others`;

/** A process that has told nothing for so long is taken for dead; each tells what it has every 30 s. */
const leaseMs = 90_000;

type Scripted = Redis & { tellSockets(key: string, ...rest: (string | number)[]): Promise<number> };

/**
 * Counts the sockets of accounts over all processes. Each tells how many it has, not how many came or went, so that nothing that is lost
 * on the way stays wrong; while Redis is away each counts its own only.
 */
export class AccountCounts implements OnApplicationShutdown {
  private readonly log = new Logger('AccountCounts');
  private readonly process = randomUUID();
  private readonly redis: Scripted;
  private away = false;

  constructor(
    url: string,
    private readonly holdsMs = leaseMs,
  ) {
    this.redis = new Redis(url, {
      scripts: { tellSockets: { lua: script, numberOfKeys: 1 } },
      ...failsSoon,
    }) as Scripted;
    this.redis.on('error', (error) => this.lose(error));
  }

  /** Tells how many sockets of an account this process has; gives how many the others have. Never rejects. */
  async tell(accountId: string, own: number): Promise<number> {
    try {
      const others = await this.redis.tellSockets(`tideline:sockets:${accountId}`, this.process, own, this.holdsMs);
      this.away = false;
      return others;
    } catch (error) {
      this.lose(error);
      return 0;
    }
  }

  onApplicationShutdown(): void {
    // Sockets that leave later are not worth a line in the log.
    this.away = true;
    this.redis.disconnect();
  }

  private lose(error: unknown): void {
    if (!this.away) this.log.warn(`Redis is away: each process counts its own sockets (${String(error)})`);
    this.away = true;
  }
}
