import type { Job, Queue, Worker } from 'bullmq';
import { UnrecoverableError, WaitingError } from 'bullmq';
import { StartError } from '../observability/process-end';
import type { JobDefinition } from './define-job';
import { openQueue, openWorker } from './job-backend';
import type { JobBackend } from './job-backend';
import { knowsWhenToRetry } from './job-handler';
import type { JobHandler } from './job-handler';

/** Told of every try that ended; feeds the metrics. */
export type JobObserver = (ended: { job: string; outcome: 'completed' | 'retried' | 'failed'; seconds: number }) => void;

export interface JobsLog {
  info(fields: object, message: string): void;
  warn(fields: object, message: string): void;
  error(fields: object, message: string): void;
}

export interface JobsOptions {
  backend: JobBackend;
  definitions: readonly JobDefinition[];
  log: JobsLog;
  /** How long a job of a dead process stays locked. */
  lockMs?: number;
  /** How long a worker waits after trouble with the store. */
  retryMs?: number;
}

/** The last run of a job in this process. */
export interface JobOutcome {
  at: number;
  outcome: 'completed' | 'retried' | 'failed';
  detail: string | null;
}

export type JobCounts = Record<'waiting' | 'active' | 'delayed' | 'completed' | 'failed', number>;

const concurrency = 5;
const completedKept = 200;
const failedKept = 1_000;

/** The work that may wait, be retried and be re-run: adding it in any process, running it in worker processes. */
export class Jobs {
  private readonly queue: Queue;
  private readonly closing = new AbortController();
  private readonly observers = new Set<JobObserver>();
  private readonly outcomes = new Map<string, JobOutcome>();
  private worker: Worker | null = null;

  constructor(private readonly options: JobsOptions) {
    this.queue = openQueue(options.backend);
    this.queue.on('error', (error) => this.reportTrouble(error));
  }

  /** Adds a job; it is stored when the promise resolves. Throws when the data does not fit, or the store cannot be reached. */
  async add<D>(definition: JobDefinition<D>, data: D): Promise<void> {
    await this.queue.add(definition.name, definition.data.parse(data), optionsOf(definition));
  }

  /**
   * Begins to run jobs: writes the schedule (and ends what is no longer on it), then works until `close`. Throws StartError when the
   * store cannot be reached.
   */
  async work(handlers: ReadonlyMap<string, JobHandler>): Promise<void> {
    try {
      await this.queue.waitUntilReady();
      await this.writeSchedule();
      this.worker = this.openWorker(handlers);
      await this.worker.waitUntilReady();
    } catch (error) {
      const where = this.options.backend.kind === 'postgres' ? 'the database' : 'Redis';
      throw new StartError(`The job queue cannot be opened in ${where} (${error instanceof Error ? error.message : String(error)})`);
    }
    void this.worker.run().catch((error: unknown) => this.reportTrouble(error));
  }

  /** Returns what ends the observation. */
  observe(observer: JobObserver): () => void {
    this.observers.add(observer);
    return () => this.observers.delete(observer);
  }

  /** How many jobs are in which state, over all processes. */
  async counts(): Promise<JobCounts> {
    const counts = await this.queue.getJobCounts('waiting', 'active', 'delayed', 'completed', 'failed');
    const of = (state: keyof JobCounts) => counts[state] ?? 0;
    return { waiting: of('waiting'), active: of('active'), delayed: of('delayed'), completed: of('completed'), failed: of('failed') };
  }

  /** How each job last ended in this process, by name. */
  lastOutcomes(): ReadonlyMap<string, JobOutcome> {
    return this.outcomes;
  }

  /** Tells running jobs to stop, waits for them and closes the connections. */
  async close(): Promise<void> {
    this.closing.abort(new Error('the process is closing'));
    await this.worker?.close();
    await this.queue.close();
  }

  private openWorker(handlers: ReadonlyMap<string, JobHandler>): Worker {
    const lockDuration = this.options.lockMs ?? 30_000;
    const worker = openWorker(this.options.backend, (job, token) => this.run(job, handlers, token), {
      concurrency,
      lockDuration,
      stalledInterval: lockDuration,
      maxStalledCount: 5,
      runRetryDelay: this.options.retryMs ?? 5_000,
      settings: { backoffStrategy },
    });
    worker.on('error', (error) => this.reportTrouble(error));
    worker.on('completed', (job) => this.ended(job, null));
    worker.on('failed', (job, error) => job !== undefined && this.ended(job, error));
    worker.on('stalled', (id) => this.options.log.warn({ id }, 'a job whose process died is run again'));
    return worker;
  }

  private async writeSchedule(): Promise<void> {
    const scheduled = this.options.definitions.filter(({ schedule }) => schedule !== null);
    for (const { key } of await this.queue.getJobSchedulers()) {
      if (!scheduled.some(({ name }) => name === key)) await this.queue.removeJobScheduler(key);
    }
    for (const definition of scheduled) {
      const { schedule, name } = definition;
      const repeat = schedule !== null && 'cron' in schedule ? { pattern: schedule.cron, tz: 'UTC' } : { every: schedule?.every ?? 0 };
      await this.queue.upsertJobScheduler(name, repeat, { name, data: {}, opts: optionsOf(definition) });
    }
  }

  private async run(job: Job, handlers: ReadonlyMap<string, JobHandler>, token?: string): Promise<void> {
    const definition = this.options.definitions.find(({ name }) => name === job.name);
    const handler = handlers.get(job.name);
    if (definition === undefined || handler === undefined) throw new UnrecoverableError(`nothing here handles ${job.name}`);
    const data = definition.data.safeParse(job.data);
    if (!data.success) throw new UnrecoverableError(`the data of ${job.name} does not fit: ${data.error.message}`);
    if (this.closing.signal.aborted) {
      // Begun now, it might wait for ever to be told to stop, and the process for it: the next one does it.
      await job.moveToWait(token);
      throw new WaitingError();
    }
    await handler.run(data.data, { attempt: job.attemptsMade + 1, signal: this.closing.signal });
  }

  private ended(job: Job, error: Error | null): void {
    const final = job.finishedOn !== undefined;
    const outcome = error === null ? 'completed' : final ? 'failed' : 'retried';
    const seconds = (Date.now() - (job.processedOn ?? Date.now())) / 1000;
    this.outcomes.set(job.name, { at: Date.now(), outcome, detail: error?.message ?? null });
    for (const observer of this.observers) observer({ job: job.name, outcome, seconds });
    if (error === null) return;
    const told = { job: job.name, attempt: job.attemptsMade, outcome, reason: error.message };
    // A run that was told to stop did nothing wrong: the next process does it again.
    if (this.closing.signal.aborted && !final) this.options.log.info(told, 'a job was cut short');
    else this.options.log.warn(told, 'a job failed');
  }

  private reportTrouble(error: unknown): void {
    if (this.closing.signal.aborted) return;
    this.options.log.error({ reason: error instanceof Error ? error.message : String(error) }, 'the job queue is in trouble');
  }
}

function optionsOf(definition: JobDefinition) {
  return {
    attempts: definition.attempts,
    backoff: { type: 'custom', delay: definition.backoffMs },
    removeOnComplete: { count: completedKept },
    removeOnFail: { count: failedKept },
  };
}

/** Doubles the wait from try to try; a refusal may ask for a longer one, or for none at all (-1 = failed for good). */
function backoffStrategy(attemptsMade: number, _type?: string, error?: Error, job?: { opts?: { backoff?: unknown } }): number {
  const backoff = job?.opts?.backoff;
  const base = typeof backoff === 'object' && backoff !== null && 'delay' in backoff ? Number(backoff.delay) : 5_000;
  const wait = base * 2 ** (attemptsMade - 1);
  if (!knowsWhenToRetry(error)) return wait;
  return error.retryAfterMs === null ? -1 : Math.max(wait, error.retryAfterMs);
}
