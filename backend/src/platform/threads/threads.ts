import { availableParallelism } from 'node:os';
import { resolve } from 'node:path';
import { Inject, Injectable, type OnApplicationShutdown, type OnModuleInit } from '@nestjs/common';
import { Piscina } from 'piscina';
import { CodedError } from '../http/coded-error';
import { Metrics } from '../observability/metrics';
import type { TaskCall, ThreadTask } from './thread-task';

/** One thread is always there, so that work needs not wait for its start; the others come with the work and leave without it. */
const maxThreads = Math.min(4, Math.max(2, availableParallelism() - 1));
const idleMs = 30_000;
/** Work that waits holds its data in memory. */
const maxWaiting = 32;
const retryAfterSeconds = 2;

/** Runs what would hold up the event loop on threads of their own. They exist from the start of the application to its end. */
@Injectable()
export class Threads implements OnModuleInit, OnApplicationShutdown {
  private pool: Piscina<TaskCall, unknown> | null = null;

  constructor(@Inject(Metrics) private readonly metrics: Metrics) {}

  onModuleInit(): void {
    this.pool = new Piscina<TaskCall, unknown>({
      filename: resolve('dist/backend/thread.js'),
      minThreads: 1,
      maxThreads,
      idleTimeout: idleMs,
      maxQueue: maxWaiting,
    });
    this.metrics.gauge('tideline_threads_waiting_tasks', 'Work that waits for a thread', [], () => [{ value: this.pool?.queueSize ?? 0 }]);
  }

  async onApplicationShutdown(): Promise<void> {
    await this.pool?.destroy();
    this.pool = null;
  }

  /**
   * Runs a task of the table in `backend/src/thread.ts`. What it throws is thrown here. Buffers in `transfer` move to the thread and are
   * empty here afterwards. An aborted task ends at once, also in the middle. Throws a 503 `HTTP.BUSY` when too much waits already.
   */
  async run<I, O>(task: ThreadTask<I, O>, input: I, options: { signal?: AbortSignal; transfer?: ArrayBuffer[] } = {}): Promise<O> {
    if (this.pool === null || this.pool.queueSize >= maxWaiting) throw busy();
    const call: TaskCall = { task: task.name, input };
    return (await this.pool.run(call, { signal: options.signal ?? null, transferList: options.transfer ?? [] })) as O;
  }
}

function busy(): CodedError {
  const detail = `Too much is being computed at the moment; ask again in ${retryAfterSeconds} seconds.`;
  return new CodedError('HTTP.BUSY', 503, detail, { retryAfterSeconds });
}
