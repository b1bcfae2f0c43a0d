import { brotliCompressSync, constants, gzipSync } from 'node:zlib';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { entityTag, matchesTag } from './entity-tags';

/** An answer as bytes, with what its headers need. */
interface ReadyAnswer {
  version: number;
  etag: string;
  plain: Buffer;
  /** Made when first asked for. */
  packed: Partial<Record<Encoding, Buffer>>;
}

type Encoding = 'gzip' | 'br';

/** Where hot answers come from. `version` rises whenever `body` would differ. */
export interface ReadySource {
  version: () => number;
  body: () => unknown;
}

/** Less than this is not worth compressing, here as on every other route. */
export const compressFromBytes = 1024;
const jsonType = 'application/json; charset=utf-8';

/**
 * Serves the few hottest reads as bytes that are made once per change: a hook answers their exact address before routing, guards and
 * serialisation. Any other spelling (a query, another method) takes the ordinary route, which gives the same content.
 */
export class ReadyAnswers {
  private readonly sources = new Map<string, ReadySource & { answer: ReadyAnswer | null }>();

  /** To be called after the hooks whose headers these answers carry too, and before any other. */
  constructor(server: FastifyInstance) {
    server.addHook('onRequest', (request, reply, done) => {
      const source = this.sources.get(request.url);
      if (source === undefined || request.method !== 'GET' || request.headers.origin !== undefined) return done();
      send(request, reply, (source.answer = current(source)));
    });
  }

  register(url: string, source: ReadySource): void {
    this.sources.set(url, { ...source, answer: null });
  }
}

function current({ version, body, answer }: ReadySource & { answer: ReadyAnswer | null }): ReadyAnswer {
  const now = version();
  if (answer?.version === now) return answer;
  const plain = Buffer.from(JSON.stringify(body()));
  return { version: now, etag: entityTag(plain), plain, packed: {} };
}

/** Writes past Fastify's reply: its hooks for tags and compression have nothing to add, and the metrics hook still runs. */
function send(request: FastifyRequest, reply: FastifyReply, answer: ReadyAnswer): void {
  const headers = request.commonHeaders;
  headers.etag = answer.etag;
  headers['cache-control'] = 'no-cache';
  headers.vary = 'accept-encoding';
  reply.hijack();
  if (matchesTag(request.headers['if-none-match'], answer.etag)) {
    reply.raw.writeHead(304, headers).end();
    return;
  }
  headers['content-type'] = jsonType;
  const encoding = answer.plain.length < compressFromBytes ? null : encodingFor(request.headers['accept-encoding']);
  if (encoding !== null) headers['content-encoding'] = encoding;
  const bytes = encoding === null ? answer.plain : (answer.packed[encoding] ??= pack[encoding](answer.plain));
  headers['content-length'] = String(bytes.length);
  reply.raw.writeHead(200, headers).end(bytes);
}

const pack: Record<Encoding, (plain: Buffer) => Buffer> = {
  gzip: (plain) => gzipSync(plain),
  br: (plain) => brotliCompressSync(plain, { params: { [constants.BROTLI_PARAM_QUALITY]: 4 } }),
};

/** gzip for whoever reads it, so that most callers share one copy; br for whoever reads nothing else. */
function encodingFor(accepted: string | undefined): Encoding | null {
  if (accepted === undefined) return null;
  if (accepted.includes('gzip')) return 'gzip';
  return /\bbr\b/.test(accepted) ? 'br' : null;
}
