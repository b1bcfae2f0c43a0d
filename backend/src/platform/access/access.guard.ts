import { Inject, Injectable, type CanActivate, type ExecutionContext } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { forbidden, scopeMissing, signInRequired, stepUpRequired } from './access.errors';
import { Identities } from './identities';
import type { AccountIdentity, Identity } from './identity';
import { personalKey, policyKey, stepUpKey, type Policy } from './policy';

/** Holds every route to its policy, and keeps what is personal out of caches. */
@Injectable()
export class AccessGuard implements CanActivate {
  constructor(
    @Inject(Reflector) private readonly reflector: Reflector,
    @Inject(Identities) private readonly identities: Identities,
  ) {}

  canActivate(context: ExecutionContext): boolean {
    if (context.getType() !== 'http') return true;
    const request = context.switchToHttp().getRequest<FastifyRequest>();
    const declared = <T>(key: symbol): T | undefined =>
      this.reflector.getAllAndOverride<T>(key, [context.getHandler(), context.getClass()]);
    const policy = declared<Policy>(policyKey);
    if (policy === undefined) throw forbidden();
    if (policy.who !== 'anyone' || declared<boolean>(personalKey) === true) {
      context.switchToHttp().getResponse<FastifyReply>().header('cache-control', 'no-store');
    }
    const account = holdTo(policy, request.identity);
    if (declared<boolean>(stepUpKey) !== true) return true;
    if (account === null || !this.identities.stepUpHolds(request.headers['x-step-up'], account)) throw stepUpRequired();
    return true;
  }
}

/** Gives the account, or null where anyone may; throws a coded 401 or 403. */
function holdTo(policy: Policy, identity: Identity): AccountIdentity | null {
  if (policy.who === 'anyone') return identity.kind === 'account' ? identity : null;
  if (identity.kind === 'anonymous') throw signInRequired();
  if (policy.who === 'person') {
    if (identity.sessionId === null) throw scopeMissing('An API key cannot do this; sign in.');
    return identity;
  }
  if (policy.who === 'admin' && identity.role !== 'admin') throw forbidden();
  if (!identity.scopes.includes(policy.scope)) throw scopeMissing(`The API key has no scope "${policy.scope}".`);
  return identity;
}
