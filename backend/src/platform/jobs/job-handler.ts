import { DiscoveryService } from '@nestjs/core';
import type { JobDefinition } from './define-job';

/** What a handler may know about the run it is in. */
export interface JobRun {
  /** 1 for the first try. */
  readonly attempt: number;
  /** Aborted when the process is closing: what cannot finish soon should throw, and is tried again by the next process. */
  readonly signal: AbortSignal;
}

/** Does one kind of job. A throw is a failed try; an error with `retryAfterMs` says when (null: that never) to try again. */
export interface JobHandler<D = unknown> {
  run(data: D, run: JobRun): Promise<void>;
}

/** Marks a provider as the handler of a job: `@HandlesJob(updateAssetFacts)`. */
export const HandlesJob = DiscoveryService.createDecorator<JobDefinition>();

/** A failure that knows better than the back-off: try again no sooner than `retryAfterMs`, or with null not at all. */
export interface KnowsWhenToRetry {
  readonly retryAfterMs: number | null;
}

/** Whether a failed run said when to try again. */
export function knowsWhenToRetry(error: unknown): error is KnowsWhenToRetry {
  return error instanceof Error && 'retryAfterMs' in error && (error.retryAfterMs === null || typeof error.retryAfterMs === 'number');
}

/** Throws when a job has no handler, or two, or a handler has no job. Pairs are (definition's name, handler). */
export function handlersByName(
  definitions: readonly JobDefinition[],
  handlers: readonly (readonly [name: string, handler: JobHandler])[],
): Map<string, JobHandler> {
  const names = definitions.map(({ name }) => name);
  const faults = [
    ...names.filter((name, index) => names.indexOf(name) !== index).map((name) => `job ${name} is defined twice`),
    ...names.flatMap((name) => {
      const count = handlers.filter(([handled]) => handled === name).length;
      return count === 1 ? [] : [`job ${name} has ${count === 0 ? 'no handler' : `${count} handlers`}`];
    }),
    ...handlers.filter(([handled]) => !names.includes(handled)).map(([handled]) => `a handler waits for ${handled}, which is no job`),
  ];
  if (faults.length > 0) throw new Error(faults.join('; '));
  return new Map(handlers);
}
