import type { Logger } from 'pino';

/** The part of the log that the database writes to. */
export type Log = Pick<Logger, 'debug' | 'info' | 'warn' | 'error'>;
