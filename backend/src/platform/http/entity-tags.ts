import { createHash } from 'node:crypto';
import type { FastifyInstance } from 'fastify';

/** Gives the weak entity tag of a body: weak, because the same content travels in several encodings. */
export function entityTag(body: string | Buffer): string {
  return `W/"${createHash('sha1').update(body).digest('base64url')}"`;
}

/** Whether an `If-None-Match` header names this tag (weak comparison). */
export function matchesTag(header: string | undefined, tag: string): boolean {
  if (header === undefined) return false;
  if (header.trim() === '*') return true;
  const bare = tag.replace(/^W\//, '');
  return header.split(',').some((one) => one.trim().replace(/^W\//, '') === bare);
}

/** Tags every JSON answer to a GET, and answers 304 when the caller has it already. */
export function entityTags(server: FastifyInstance): void {
  server.addHook('onSend', (request, reply, payload, done) => {
    const taggable = (typeof payload === 'string' || Buffer.isBuffer(payload)) && reply.statusCode === 200 && !reply.hasHeader('etag');
    if (!taggable || request.method !== 'GET' || !String(reply.getHeader('content-type')).startsWith('application/json')) {
      return done(null, payload);
    }
    const tag = entityTag(payload);
    reply.header('etag', tag);
    // Also where the body is too small to be compressed, or is not sent at all.
    reply.header('vary', 'accept-encoding, origin');
    if (!reply.hasHeader('cache-control')) reply.header('cache-control', 'no-cache');
    if (!matchesTag(request.headers['if-none-match'], tag)) return done(null, payload);
    reply.code(304).removeHeader('content-length').removeHeader('content-type');
    done(null, null);
  });
}
