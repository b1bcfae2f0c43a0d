import type { FastifyRequest } from 'fastify';
import type { AccountIdentity } from '../../../platform/access/identity';
import type { Changer } from '../application/show-identity';

/** Where a request comes from, as its session remembers it. */
export function clientOf({ ip, headers }: FastifyRequest): { address: string; userAgent: string } {
  return { address: ip, userAgent: headers['user-agent'] ?? '' };
}

/** Who changes something of their account, and from where. */
export function changerOf({ accountId, sessionId }: AccountIdentity, { ip }: FastifyRequest): Changer {
  return { userId: accountId, sessionId, address: ip };
}
