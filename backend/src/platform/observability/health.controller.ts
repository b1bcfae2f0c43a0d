import { Controller, Get, Res } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { healthReport, liveness, type HealthReport, type Liveness } from '@tideline/contracts';
import type { FastifyReply } from 'fastify';
import { anyone } from '../access/policy';
import { CodedError } from '../http/coded-error';
import { answers } from '../http/openapi/answers';
import { Health } from './health';

const retryAfterSeconds = 5;

/** Answers to load balancers and operators. */
@ApiTags('Health')
@anyone()
@Controller('api/v1/health')
export class HealthController {
  constructor(private readonly health: Health) {}

  @Get('live')
  @answers('The process runs', liveness, { status: 'up' })
  live(): Liveness {
    return { status: 'up' };
  }

  @Get('ready')
  @answers('The process can serve; venues do not count', liveness, { status: 'up' }, { 503: 'HEALTH.NOT_READY' })
  async ready(): Promise<Liveness> {
    const { ready, parts } = await this.health.report();
    const down = parts.filter(({ state }) => state === 'down').map(({ part }) => part);
    if (!ready) throw new CodedError('HEALTH.NOT_READY', 503, `Not ready: ${down.join(', ')}.`, { retryAfterSeconds });
    return { status: 'up' };
  }

  @Get()
  @answers("Each part's state and age", healthReport, {
    status: 'degraded',
    parts: [{ part: 'venue kraken', state: 'degraded', detail: 'stale', ageMs: 31_000 }],
  })
  async all(@Res({ passthrough: true }) reply: FastifyReply): Promise<HealthReport> {
    const { ready, status, parts } = await this.health.report();
    if (!ready) void reply.code(503).header('retry-after', retryAfterSeconds);
    return { status, parts };
  }
}
