import { Catch, Inject, type ArgumentsHost, type ExceptionFilter } from '@nestjs/common';
import type { UdfError } from '@tideline/contracts';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { loggedError } from '../../../platform/http/problem';
import { LOG, type Log } from '../../../platform/observability/log';

/** Tells every fault as UDF does: `{s:"error", errmsg}` with status 200, or with ours when the fault is on our side. */
@Catch()
export class UdfErrors implements ExceptionFilter {
  constructor(@Inject(LOG) private readonly log: Log) {}

  catch(error: unknown, host: ArgumentsHost): void {
    const request = host.switchToHttp().getRequest<FastifyRequest>();
    const reply = host.switchToHttp().getResponse<FastifyReply>();
    const { status, detail } = loggedError(this.log, request, error);
    const body: UdfError = { s: 'error', errmsg: detail };
    void reply
      .code(status >= 500 ? status : 200)
      .header('cache-control', 'no-store')
      .header('content-type', 'application/json; charset=utf-8')
      .send(JSON.stringify(body));
  }
}
