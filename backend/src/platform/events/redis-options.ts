import type { RedisOptions } from 'ioredis';

/** A connection comes back by itself, with at most 2 s between its tries, and is left without waiting for answers. */
export const comesBack = {
  retryStrategy: (attempt) => Math.min(100 * attempt, 2_000),
  disconnectTimeout: 100,
} satisfies RedisOptions;

/** For questions that somebody waits for: they fail at once while Redis is away, and after 250 ms without an answer. */
export const failsSoon = {
  ...comesBack,
  enableOfflineQueue: false,
  maxRetriesPerRequest: 0,
  commandTimeout: 250,
} satisfies RedisOptions;
