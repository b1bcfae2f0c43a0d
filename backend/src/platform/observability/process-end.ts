import { ConfigError } from '../config/config';
import { DatabaseStartError } from '../database/database.errors';
import type { Log } from './log';

const stopDeadlineMs = 10_000;

/** A start that failed for a reason the user can act on; its message is the one line they read. */
export class StartError extends Error {}

/**
 * Ends the process well: SIGINT and SIGTERM stop the app and exit 0 (a second signal, or 10 s, ends at once); an error that
 * nobody caught is logged and exits 1 after the same stop.
 */
export function stopOnSignals(log: Log): { stopWith(stop: () => Promise<void>): void } {
  let stop: (() => Promise<void>) | null = null;
  let endingSince: number | null = null;
  const end = async (code: number, reason: string): Promise<void> => {
    if (endingSince !== null) {
      // Ctrl-C under npm arrives twice: from the terminal, and forwarded by npm.
      if (code === 0 && Date.now() - endingSince < 1_000) return;
      process.exit(code === 0 ? 130 : code);
    }
    endingSince = Date.now();
    log.info({ reason }, 'stopping');
    setTimeout(() => process.exit(1), stopDeadlineMs).unref();
    await stop?.().catch((error: unknown) => log.error({ err: error }, 'stopping failed'));
    process.exit(code);
  };
  process.on('SIGINT', () => void end(0, 'SIGINT'));
  process.on('SIGTERM', () => void end(0, 'SIGTERM'));
  const crash = (error: unknown): void => {
    log.fatal({ err: error }, 'uncaught error');
    void end(1, 'uncaught error');
  };
  process.on('uncaughtException', crash);
  process.on('unhandledRejection', crash);
  return { stopWith: (given) => void (stop = given) };
}

/** Logs why the start failed, in one line where the user can act on it, and ends the process. */
export function explainStartFailure(log: Log, error: unknown): never {
  if (error instanceof StartError || error instanceof DatabaseStartError || error instanceof ConfigError) log.fatal(error.message);
  else log.fatal({ err: error }, 'the start failed');
  process.exit(1);
}
