import { Catch, Inject, type ArgumentsHost, type ExceptionFilter } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { LOG, type Log } from '../observability/log';
import { codedError, sendProblem } from './problem';

/** Turns whatever a route throws into problem details; only what is our fault is logged as an error. */
@Catch()
export class ProblemFilter implements ExceptionFilter {
  constructor(@Inject(LOG) private readonly log: Log) {}

  catch(error: unknown, host: ArgumentsHost): void {
    const http = host.switchToHttp();
    const request = http.getRequest<FastifyRequest>();
    const coded = codedError(error);
    if (coded.status >= 500) this.log.error({ err: error, traceId: request.id, url: request.url }, 'request failed');
    const reply = http.getResponse<FastifyReply>();
    if (!reply.sent) sendProblem(request, reply, coded);
  }
}
