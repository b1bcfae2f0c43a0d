import type { IncomingMessage, ServerResponse } from 'node:http';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';
import type { FastifyInstance } from 'fastify';
import type { Identities } from '../access/identities';
import type { Identity } from '../access/identity';
import type { Metrics } from '../observability/metrics';
import { callerAddress, cameOverTls, type TrustProxy } from './caller-address';
import { entityTag, matchesTag } from './entity-tags';
import { pathOf, problemBody, problemType, tooManyRequests } from './problem';
import type { RateLimits, Verdict } from './rate-limit';
import type { SecurityHeaders } from './security-headers';
import { traceId } from './trace-id';

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

type Source = ReadySource & { answer: ReadyAnswer | null };

interface Judged {
  verdict: Verdict;
  startedAt: number;
}

interface ReadyParts {
  securityHeaders: SecurityHeaders;
  identities: Identities;
  limits: RateLimits;
  metrics: Metrics;
  trust: TrustProxy;
}

/** Less than this is not worth compressing, here as on every other route. */
export const compressFromBytes = 1024;
const jsonType = 'application/json; charset=utf-8';

/**
 * Serves the few hottest reads as bytes that are made once per change, before routing, hooks and serialisation, under the same limits
 * and headers and with the same metrics. Only their exact addresses: any other spelling (a query, another method, another origin) takes
 * the ordinary route, which gives the same content, and so does a credential that is not known from a moment ago. They are the same for
 * everybody; only the limits depend on who asks.
 */
export class ReadyAnswers {
  private readonly sources = new Map<string, Source>();

  constructor(private readonly parts: ReadyParts) {}

  register(url: string, source: ReadySource): void {
    this.sources.set(url, { ...source, answer: null });
  }

  /** Puts itself before everything else that the server does with a request. */
  lead(server: FastifyInstance): void {
    const listeners = server.server.listeners('request') as ((request: IncomingMessage, response: ServerResponse) => void)[];
    server.server.removeAllListeners('request');
    server.server.on('request', (request, response) => {
      if (!this.answer(request, response)) for (const listener of listeners) listener(request, response);
    });
  }

  /** False when the ordinary route is to answer. */
  private answer(request: IncomingMessage, response: ServerResponse): boolean {
    const url = request.url ?? '';
    const source = this.sources.get(url);
    if (source === undefined || request.method !== 'GET' || request.headers.origin !== undefined) return false;
    const identity = this.parts.identities.remembered(request.headers);
    if (identity === null) return false;
    const startedAt = performance.now();
    const verdict = this.judge(request, identity);
    if (verdict instanceof Promise) void verdict.then((told) => this.write(request, response, source, { verdict: told, startedAt }));
    else this.write(request, response, source, { verdict, startedAt });
    return true;
  }

  private judge(request: IncomingMessage, identity: Identity): Verdict | Promise<Verdict> {
    const { limits, trust } = this.parts;
    return limits.judge({ address: callerAddress(request, trust), headers: request.headers, identity });
  }

  private write(request: IncomingMessage, response: ServerResponse, source: Source, { verdict, startedAt }: Judged): void {
    const { securityHeaders, trust, metrics } = this.parts;
    const url = request.url ?? '';
    const id = traceId(request);
    const headers: Record<string, string> = {
      ...securityHeaders(url, cameOverTls(request, trust)),
      'x-request-id': id,
      'ratelimit-policy': verdict.policy,
      ratelimit: verdict.standing,
    };
    if (verdict.refusedBy === null) send(request, response, headers, (source.answer = current(source)));
    else refuse(response, headers, verdict.retryAfterSeconds, { instance: pathOf(url), traceId: id });
    const status = `${Math.trunc(response.statusCode / 100)}xx`;
    metrics.httpDuration.observe({ method: 'GET', route: url, status }, (performance.now() - startedAt) / 1000);
  }
}

function current({ version, body, answer }: Source): ReadyAnswer {
  const now = version();
  if (answer?.version === now) return answer;
  const plain = Buffer.from(JSON.stringify(body()));
  return { version: now, etag: entityTag(plain), plain, packed: {} };
}

function send(request: IncomingMessage, response: ServerResponse, headers: Record<string, string>, answer: ReadyAnswer): void {
  headers.etag = answer.etag;
  headers['cache-control'] = 'no-cache';
  headers.vary = 'accept-encoding, origin';
  if (matchesTag(request.headers['if-none-match'], answer.etag)) {
    response.writeHead(304, headers).end();
    return;
  }
  headers['content-type'] = jsonType;
  const encoding = answer.plain.length < compressFromBytes ? null : encodingFor(request.headers['accept-encoding']);
  if (encoding !== null) headers['content-encoding'] = encoding;
  const bytes = encoding === null ? answer.plain : (answer.packed[encoding] ??= pack[encoding](answer.plain));
  headers['content-length'] = String(bytes.length);
  response.writeHead(200, headers).end(bytes);
}

const pack: Record<Encoding, (plain: Buffer) => Buffer> = {
  gzip: (plain) => gzipSync(plain),
  br: (plain) => brotliCompressSync(plain, { params: { [constants.BROTLI_PARAM_QUALITY]: 4 } }),
};

/** gzip for whoever reads it, so that most callers share one copy; br for whoever reads nothing else. */
function encodingFor(accepted: string | string[] | undefined): Encoding | null {
  if (typeof accepted !== 'string') return null;
  if (/\bgzip\b(?!\s*;\s*q=0(\.0*)?\s*(,|$))/.test(accepted)) return 'gzip';
  return /\bbr\b/.test(accepted) ? 'br' : null;
}

function refuse(
  response: ServerResponse,
  headers: Record<string, string>,
  retryAfterSeconds: number,
  of: { instance: string; traceId: string },
): void {
  const body = problemBody(tooManyRequests(retryAfterSeconds), of);
  headers['content-type'] = problemType;
  headers['cache-control'] = 'no-store';
  headers['retry-after'] = String(retryAfterSeconds);
  headers['content-length'] = String(Buffer.byteLength(body));
  response.writeHead(429, headers).end(body);
}
