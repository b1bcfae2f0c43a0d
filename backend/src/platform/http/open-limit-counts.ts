import type { Config } from '../config/config';
import type { Log } from '../observability/log';
import { limitRules, LocalCounts, type LimitCounts } from './limit-counts';
import { RedisCounts } from './redis-counts';

/** Gives the counts of the limits: in memory, or over Redis when REDIS_URL is set. Accounts differ by `mode`, and so do their counts. */
export async function openLimitCounts(config: Config, mode: string, log: Log): Promise<LimitCounts> {
  if (config.REDIS_URL === undefined) return new LocalCounts(limitRules(config));
  const counts = new RedisCounts({ url: config.REDIS_URL, prefix: `tideline-${mode}` }, limitRules(config), log);
  await counts.ready();
  return counts;
}
