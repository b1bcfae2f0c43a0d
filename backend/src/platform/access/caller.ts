import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { signInRequired } from './access.errors';
import type { AccountIdentity } from './identity';

/** The account that asks, for routes whose policy is not `anyone`. */
export const Caller = createParamDecorator((_data: unknown, context: ExecutionContext): AccountIdentity => {
  const { identity } = context.switchToHttp().getRequest<FastifyRequest>();
  if (identity.kind === 'anonymous') throw signInRequired();
  return identity;
});
