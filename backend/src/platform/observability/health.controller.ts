import { Controller, Get, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { CodedError } from '../http/coded-error';
import { Health, type PartHealth } from './health';

/** Answers to load balancers and operators. */
@Controller('api/v1/health')
export class HealthController {
  constructor(private readonly health: Health) {}

  @Get('live')
  live(): { status: 'up' } {
    return { status: 'up' };
  }

  @Get('ready')
  async ready(): Promise<{ status: 'up' }> {
    const { ready, parts } = await this.health.report();
    const down = parts.filter(({ state }) => state === 'down').map(({ part }) => part);
    if (!ready) throw new CodedError('HEALTH.NOT_READY', 503, `Not ready: ${down.join(', ')}.`, { retryAfterSeconds: 5 });
    return { status: 'up' };
  }

  @Get()
  async all(@Res({ passthrough: true }) reply: FastifyReply): Promise<{ status: 'up' | 'degraded' | 'down'; parts: PartHealth[] }> {
    const { ready, parts } = await this.health.report();
    if (!ready) void reply.code(503).header('retry-after', 5);
    const status = !ready ? 'down' : parts.every(({ state }) => state === 'up') ? 'up' : 'degraded';
    return { status, parts };
  }
}
