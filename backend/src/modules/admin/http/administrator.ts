import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { signInRequired } from '../../../platform/access/access.errors';
import type { Administrator } from '../application/audited-deeds';

/** The administrator who asks, for routes whose policy is `admin`. */
export const ByAdministrator = createParamDecorator((_data: unknown, context: ExecutionContext): Administrator => {
  const { identity, ip } = context.switchToHttp().getRequest<FastifyRequest>();
  if (identity.kind === 'anonymous') throw signInRequired();
  return { identity, address: ip };
});
