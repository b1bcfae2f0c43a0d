import { createPostgresBackend, Queue, setDefaultBackendFactory, Worker } from 'bullmq';
import type { ConnectionOptions, Processor, WorkerOptions } from 'bullmq';

/** Where jobs are kept. On PostgreSQL they have a schema of their own in the database of the data mode; on Redis a prefix. */
export type JobBackend = { kind: 'postgres'; connection: PostgresConnection } | { kind: 'redis'; url: string; prefix: string };

/** As `pg` takes it: a connection string or host, port, database, user and password. */
export interface PostgresConnection {
  connectionString?: string;
  host?: string;
  port?: number;
  database?: string;
  user?: string;
  password?: string | (() => string | Promise<string>);
  ssl?: unknown;
}

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
  const { password } = backend.connection;
  return { connection: { ...backend.connection, ...(password === undefined ? {} : { password }), max: poolSize, migrate: true } };
}
