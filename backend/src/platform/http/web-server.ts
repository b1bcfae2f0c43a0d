import { join } from 'node:path';
import { constants } from 'node:zlib';
import compress from '@fastify/compress';
import { FastifyAdapter } from '@nestjs/platform-fastify';
import { fastify, type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify';
import { identifyRequests, refuseInvalidCredentials } from '../access/identify-requests';
import { Identities } from '../access/identities';
import type { Config } from '../config/config';
import { trustProxy } from './caller-address';
import { answerClientError } from './client-error';
import { CodedError } from './coded-error';
import { entityTags } from './entity-tags';
import type { Log } from '../observability/log';
import { Metrics } from '../observability/metrics';
import { codedError, loggedError, pathOf, sendProblem, tooManyRequests } from './problem';
import type { PageCookie } from './page-cookie';
import type { RateLimits } from './rate-limit';
import { compressFromBytes, ReadyAnswers } from './ready-answers';
import { RouteTable } from './route-table';
import { securityHeaders } from './security-headers';
import { serveSinglePageApp } from './single-page-app';
import { traceId } from './trace-id';

const maxBodyBytes = 100_000;
const maxAddressLength = 4096;

declare module 'fastify' {
  interface FastifyRequest {
    /** Security, trace and limit headers of the answer. */
    commonHeaders: Record<string, string>;
  }
}

/** An answer that its reader does not take must not keep the process from ending. */
const closeWithinMs = 3_000;

/** Nest's adapter on a server whose unknown paths and errors outside of routes we answer ourselves. */
export class WebServer extends FastifyAdapter {
  constructor(
    server: FastifyInstance,
    readonly ready: ReadyAnswers,
    readonly metrics: Metrics,
    readonly identities: Identities,
  ) {
    super(server);
  }

  override setNotFoundHandler(): ReturnType<FastifyAdapter['setNotFoundHandler']> {
    return this.getInstance();
  }

  override setErrorHandler(): ReturnType<FastifyAdapter['setErrorHandler']> {
    return this.getInstance();
  }

  override async close(): Promise<void> {
    const server = this.getInstance<FastifyInstance>().server;
    const timer = setTimeout(() => server.closeAllConnections(), closeWithinMs);
    await super.close();
    clearTimeout(timer);
  }
}

/** Builds the HTTP server with everything that holds for all routes: trace ids, limits, security headers, tags, compression, problems. */
export async function createWebServer(
  config: Config,
  log: Log,
  limits: RateLimits,
  page: PageCookie,
  pageFolder = join(process.cwd(), 'dist/frontend/browser'),
): Promise<WebServer> {
  const fixedHeaders = securityHeaders(config.PUBLIC_URL);
  const trust = trustProxy(config.TRUST_PROXY);
  const server: FastifyInstance = fastify({
    bodyLimit: maxBodyBytes,
    trustProxy: trust ?? false,
    routerOptions: { maxParamLength: 100, ignoreTrailingSlash: true },
    forceCloseConnections: 'idle',
    genReqId: traceId,
    clientErrorHandler: (error, socket) => answerClientError(error, socket, fixedHeaders),
    // No hook runs for an address that cannot be read.
    frameworkErrors: (error, request, reply) => sendProblem(request, reply.headers(fixedHeaders), codedError(error)),
  });
  server.removeContentTypeParser('text/plain');
  const routes = new RouteTable(server);
  const metrics = new Metrics();
  const identities = new Identities();
  addCommonHeaders(server, fixedHeaders);
  measure(server, metrics);
  identifyRequests(server, identities);
  server.addHook('onRequest', (request, reply, done) => limitRequest(limits, request, reply, done));
  refuseInvalidCredentials(server);
  const ready = new ReadyAnswers({ fixedHeaders, limits, metrics, trust });
  ready.lead(server);
  entityTags(server);
  await server.register(compress, {
    global: true,
    threshold: compressFromBytes,
    encodings: ['br', 'gzip'],
    // Series of figures hardly get smaller with more effort, only slower.
    brotliOptions: { params: { [constants.BROTLI_PARAM_QUALITY]: 1 } },
    zlibOptions: { level: 1 },
  });
  server.setErrorHandler((error, request, reply) => sendProblem(request, reply, loggedError(log, request, error)));
  const answeredByPage = await serveSinglePageApp(server, pageFolder, page);
  server.setNotFoundHandler((request, reply) => {
    if (!answeredByPage(request, reply)) refuseUnknown(routes, request, reply);
  });
  return new WebServer(server, ready, metrics, identities);
}

function addCommonHeaders(server: FastifyInstance, fixed: Record<string, string>): void {
  server.decorateRequest('commonHeaders');
  server.addHook('onRequest', (request, _reply, done) => {
    request.commonHeaders = { ...fixed, 'x-request-id': request.id };
    done(request.url.length > maxAddressLength ? new CodedError('HTTP.ADDRESS_TOO_LONG', 414, 'The address is too long.') : undefined);
  });
  server.addHook('onSend', (request, reply, payload, done) => {
    reply.headers(request.commonHeaders);
    done(null, payload);
  });
}

/** By route template, so that symbols and ids make no new series. */
function measure(server: FastifyInstance, { httpDuration }: Metrics): void {
  server.addHook('onResponse', (request, reply, done) => {
    const route = request.is404 ? 'unknown' : (request.routeOptions.url ?? 'unknown');
    httpDuration.observe({ method: request.method, route, status: `${Math.trunc(reply.statusCode / 100)}xx` }, reply.elapsedTime / 1000);
    done();
  });
}

/** Health, metrics, documentation and files do not count; everything else of the API does. */
export function isCounted(method: string, url: string): boolean {
  if (method === 'OPTIONS') return false;
  if (url.startsWith('/udf/')) return true;
  return url.startsWith('/api/') && !/^\/api\/(v1\/health|docs|redoc|openapi\.json)/.test(url);
}

function limitRequest(limits: RateLimits, request: FastifyRequest, reply: FastifyReply, done: (error?: Error) => void): void {
  if (!isCounted(request.method, request.url)) return done();
  const { allowed, policy, standing, retryAfterSeconds } = limits.judge(request.ip, request.headers);
  request.commonHeaders['ratelimit-policy'] = policy;
  request.commonHeaders.ratelimit = standing;
  if (allowed) return done();
  sendProblem(request, reply, tooManyRequests(retryAfterSeconds));
}

function refuseUnknown(routes: RouteTable, request: FastifyRequest, reply: FastifyReply): void {
  const path = pathOf(request.url);
  const allowed = routes.allowed(path);
  if (allowed.length > 0 && !allowed.includes(request.method)) {
    const detail = `${request.method} is not possible here; ${allowed.join(', ')} is.`;
    return sendProblem(request, reply.header('allow', allowed.join(', ')), new CodedError('HTTP.METHOD_NOT_ALLOWED', 405, detail));
  }
  sendProblem(request, reply, new CodedError('HTTP.NOT_FOUND', 404, `There is nothing at ${path}.`));
}
