import type { LoggerService } from '@nestjs/common';
import type { Log } from './log';

/** Lets Nest write into our log: its own chatter at debug, its warnings and errors as such. */
export class NestLog implements LoggerService {
  constructor(private readonly sink: Log) {}

  log(message: unknown, ...rest: unknown[]): void {
    this.sink.debug({ context: rest.at(-1) }, String(message));
  }

  warn(message: unknown, ...rest: unknown[]): void {
    this.sink.warn({ context: rest.at(-1) }, String(message));
  }

  error(message: unknown, ...rest: unknown[]): void {
    this.sink.error({ context: rest.at(-1) }, message instanceof Error ? (message.stack ?? message.message) : String(message));
  }
}
