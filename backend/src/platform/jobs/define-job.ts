import type { z } from 'zod';

/** A kind of work, as a value: what it carries, how often it is tried, when it runs by itself. */
export interface JobDefinition<D = unknown> {
  readonly name: string;
  /** Checked when a job is added and again when it is run: a job may outlive the version that added it. */
  readonly data: z.ZodType<D>;
  /** Tries in all; the wait before the n-th retry is `backoffMs × 2^(n-1)`, and at least what the failure asked for. */
  readonly attempts: number;
  readonly backoffMs: number;
  readonly schedule: JobSchedule | null;
}

/** Every so many milliseconds (the first at once), or by cron pattern in UTC. A scheduled job carries `{}`. */
export type JobSchedule = { readonly every: number } | { readonly cron: string };

interface JobSpecification<D> {
  name: string;
  data: z.ZodType<D>;
  attempts?: number;
  backoffMs?: number;
  every?: number;
  cron?: string;
}

/** Defines a job; five tries with waits of 5 s, 10 s, 20 s, 40 s unless told otherwise. Throws when a scheduled job needs data. */
export function defineJob<D>(specification: JobSpecification<D>): JobDefinition<D> {
  const { name, data, attempts = 5, backoffMs = 5_000, every, cron } = specification;
  if (every !== undefined && cron !== undefined) throw new Error(`job ${name}: either every or cron, not both`);
  const schedule = every !== undefined ? { every } : cron !== undefined ? { cron } : null;
  if (schedule !== null && !data.safeParse({}).success) throw new Error(`job ${name}: a scheduled job carries no data`);
  return { name, data, attempts, backoffMs, schedule };
}
