import { createPostgresBackend, Queue, setDefaultBackendFactory, Worker } from 'bullmq';
import type { ConnectionOptions, Processor, WorkerOptions } from 'bullmq';
import { WatchedClient } from '../database/watched-client';

/** Where jobs are kept. On PostgreSQL they have a schema of their own in the database of the data mode; on Redis a prefix. */
export type JobBackend = { kind: 'postgres'; url: string } | { kind: 'redis'; url: string; prefix: string };

const queueName = 'tideline';
/** Each queue and worker opens its own pool. */
const poolSize = 2;

/** Opens the side that adds jobs. */
export function openQueue(backend: JobBackend): Queue {
  selectBackend(backend);
  return new Queue(queueName, connectionOf(backend));
}

/** Opens the side that runs jobs; it begins when its `run` is called. */
export function openWorker(backend: JobBackend, processor: Processor, options: Omit<WorkerOptions, 'connection' | 'prefix'>): Worker {
  selectBackend(backend);
  return new Worker(queueName, processor, { ...options, ...connectionOf(backend), autorun: false });
}

function selectBackend(backend: JobBackend): void {
  setDefaultBackendFactory(backend.kind === 'postgres' ? createPostgresBackend : undefined);
}

function connectionOf(backend: JobBackend): { connection: ConnectionOptions; prefix?: string } {
  if (backend.kind === 'redis') return { connection: { url: backend.url, maxRetriesPerRequest: null }, prefix: backend.prefix };
  return { connection: { connectionString: backend.url, max: poolSize, keepAlive: true, migrate: true, Client: WatchedClient } };
}
