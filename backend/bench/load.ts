import { fork } from 'node:child_process';
import { once } from 'node:events';

/** What one run of the load generator measured. */
export interface LoadResult {
  requests: number;
  requestsPerSecond: number;
  p50Ms: number;
  p95Ms: number;
  failures: number;
}

export interface LoadOptions {
  port: number;
  /** Read in random order. */
  paths?: string[];
  /** JSON that is posted to the path `to`, in random order. */
  bodies?: string[];
  to?: string;
  connections: number;
  seconds: number;
  /** Sent with every request. */
  headers?: Record<string, string>;
}

/**
 * Loads a server of this process from another one. `perCpuSecond` counts requests per second of this process's CPU time: on a busy
 * machine it says more about the server than the clock does.
 */
export async function load(options: LoadOptions): Promise<LoadResult & { perCpuSecond: number }> {
  const child = fork('backend/bench/load-generator.mjs', { execArgv: [] });
  await once(child, 'spawn');
  const before = process.cpuUsage();
  child.send(options);
  const [result] = (await once(child, 'message')) as [LoadResult];
  const { user, system } = process.cpuUsage(before);
  child.disconnect();
  return { ...result, perCpuSecond: Math.round(result.requests / ((user + system) / 1e6)) };
}

export function median(values: number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? 0;
}
