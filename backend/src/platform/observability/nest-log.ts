import type { LoggerService } from '@nestjs/common';
import type { Log } from './log';

/** What Nest itself speaks as while it wires the application: of no interest to whoever runs it. */
const wiring = new Set(['NestFactory', 'NestApplication', 'InstanceLoader', 'RoutesResolver', 'RouterExplorer', 'WebSocketsController']);

/** Lets Nest and the classes that use its logger write into our log: Nest's own chatter at debug, all else as it is meant. */
export class NestLog implements LoggerService {
  constructor(private readonly sink: Log) {}

  log(message: unknown, ...rest: unknown[]): void {
    const context = rest.at(-1);
    const level = typeof context === 'string' && wiring.has(context) ? 'debug' : 'info';
    this.sink[level]({ context }, String(message));
  }

  warn(message: unknown, ...rest: unknown[]): void {
    this.sink.warn({ context: rest.at(-1) }, String(message));
  }

  error(message: unknown, ...rest: unknown[]): void {
    this.sink.error({ context: rest.at(-1) }, message instanceof Error ? (message.stack ?? message.message) : String(message));
  }
}
