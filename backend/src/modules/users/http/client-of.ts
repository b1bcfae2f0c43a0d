import type { FastifyRequest } from 'fastify';

/** Where a request comes from, as its session remembers it. */
export function clientOf({ ip, headers }: FastifyRequest): { address: string; userAgent: string } {
  return { address: ip, userAgent: headers['user-agent'] ?? '' };
}
