import { join } from 'node:path';
import { constants } from 'node:zlib';
import compress, { type FastifyCompressOptions } from '@fastify/compress';
import cors, { type FastifyCorsOptions } from '@fastify/cors';
import { FastifyAdapter } from '@nestjs/platform-fastify';
import { fastify, type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify';
import { identifyRequests, refuseInvalidCredentials } from '../access/identify-requests';
import { hasCredential, Identities } from '../access/identities';
import type { Config } from '../config/config';
import { cameOverTls, trustProxy, type TrustProxy } from './caller-address';
import { answerClientError } from './client-error';
import { CodedError } from './coded-error';
import { entityTags } from './entity-tags';
import { ErrorForms } from './error-forms';
import type { Log } from '../observability/log';
import { Metrics } from '../observability/metrics';
import { plainAddress } from './plain-address';
import { codedError, loggedError, pathOf, sendProblem, tooManyRequests } from './problem';
import { refusePrototypeFields } from './prototype-fields';
import type { PageCookie } from './page-cookie';
import type { RateLimits, Verdict } from './rate-limit';
import { compressFromBytes, ReadyAnswers } from './ready-answers';
import { RouteTable } from './route-table';
import { securityHeaders, type SecurityHeaders } from './security-headers';
import { serveSinglePageApp } from './single-page-app';
import { traceId } from './trace-id';

const maxBodyBytes = 100_000;
const maxAddressLength = 4096;
/** Who opens connections and says a byte now and then is not waited for: 10 s for the headers, 30 s for a whole request, looked at every 5 s. */
const patience = { headersTimeout: 10_000, connectionsCheckingInterval: 5_000 };
const requestWithinMs = 30_000;

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
    readonly limits: RateLimits,
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
    await this.limits.close();
  }
}

const compression: FastifyCompressOptions = {
  global: true,
  threshold: compressFromBytes,
  encodings: ['br', 'gzip'],
  // Series of figures hardly get smaller with more effort, only slower.
  brotliOptions: { params: { [constants.BROTLI_PARAM_QUALITY]: 1 } },
  zlibOptions: { level: 1 },
};

/** Builds the HTTP server with everything that holds for all routes: trace ids, limits, security headers, tags, compression, problems. */
export async function createWebServer(
  config: Config,
  log: Log,
  limits: RateLimits,
  page: PageCookie,
  pageFolder = join(process.cwd(), 'dist/frontend/browser'),
): Promise<WebServer> {
  const headersOf = securityHeaders(config.PUBLIC_URL);
  const ofUnread = headersOf('', false);
  const trust = trustProxy(config.TRUST_PROXY);
  const server: FastifyInstance = fastify({
    rewriteUrl: ({ url = '/' }) => plainAddress(url),
    bodyLimit: maxBodyBytes,
    requestTimeout: requestWithinMs,
    http: patience,
    trustProxy: trust ?? false,
    // Refused below, with the field's name.
    onProtoPoisoning: 'ignore',
    onConstructorPoisoning: 'ignore',
    routerOptions: { maxParamLength: 100, ignoreTrailingSlash: true },
    forceCloseConnections: 'idle',
    genReqId: traceId,
    clientErrorHandler: (error, socket) => answerClientError(error, socket, ofUnread),
    // No hook runs for an address that cannot be read.
    frameworkErrors: (error, request, reply) => sendProblem(request, reply.headers(ofUnread), codedError(error)),
  });
  server.removeContentTypeParser('text/plain');
  const routes = new RouteTable(server);
  const metrics = new Metrics();
  offerLimits(metrics, limits);
  const identities = new Identities();
  addCommonHeaders(server, headersOf, trust);
  if (config.CORS_ORIGINS.length > 0) await server.register(cors, corsOptions(config.CORS_ORIGINS));
  measure(server, metrics);
  refuseFloods(server, limits);
  forgetEmptyBodies(server);
  identifyRequests(server, identities);
  server.addHook('onRequest', (request, reply, done) => limitRequest(limits, request, reply, done));
  refuseInvalidCredentials(server);
  refusePrototypes(server);
  const ready = new ReadyAnswers({ securityHeaders: headersOf, identities, limits, metrics, trust });
  ready.lead(server);
  entityTags(server);
  await server.register(compress, compression);
  answerErrors(server, log, routes);
  const answeredByPage = await serveSinglePageApp(server, pageFolder, page);
  server.setNotFoundHandler((request, reply) => {
    if (!answeredByPage(request, reply)) refuseUnknown(routes, request, reply);
  });
  return new WebServer(server, ready, metrics, identities, limits);
}

/** Before all that may refuse a request: an allowed page must be able to read why. */
function corsOptions(origin: string[]): FastifyCorsOptions {
  return {
    origin,
    credentials: true,
    methods: ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE'],
    exposedHeaders: ['ETag', 'RateLimit', 'RateLimit-Policy', 'Retry-After', 'X-Request-Id'],
    maxAge: 600,
  };
}

function addCommonHeaders(server: FastifyInstance, headersOf: SecurityHeaders, trust: TrustProxy): void {
  server.decorate('errorForms', new ErrorForms());
  server.decorateRequest('commonHeaders');
  server.addHook('onRequest', (request, _reply, done) => {
    request.commonHeaders = { ...headersOf(request.url, cameOverTls(request.raw, trust)), 'x-request-id': request.id };
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
  return url.startsWith('/api/') && !/^\/api\/(v1\/health|docs|redoc|openapi\.json)(?![\w-])/.test(url);
}

/** Who has reached the ceiling is refused before a credential is looked at. */
function refuseFloods(server: FastifyInstance, limits: RateLimits): void {
  server.addHook('onRequest', (request, reply, done) => {
    const refusal = hasCredential(request.headers) && isCounted(request.method, request.url) ? limits.refusal(request.ip) : null;
    if (refusal === null) done();
    else heed(refusal, request, reply, done);
  });
}

function limitRequest(limits: RateLimits, request: FastifyRequest, reply: FastifyReply, done: () => void): void {
  if (!isCounted(request.method, request.url)) return done();
  const verdict = limits.judge({ address: request.ip, headers: request.headers, identity: request.identity });
  if (verdict instanceof Promise) void verdict.then((told) => heed(told, request, reply, done));
  else heed(verdict, request, reply, done);
}

function heed(
  { refusedBy, retryAfterSeconds, policy, standing }: Verdict,
  request: FastifyRequest,
  reply: FastifyReply,
  done: () => void,
): void {
  request.commonHeaders['ratelimit-policy'] = policy;
  request.commonHeaders.ratelimit = standing;
  if (refusedBy === null) done();
  else sendProblem(request, reply, tooManyRequests(retryAfterSeconds));
}

function offerLimits(metrics: Metrics, limits: RateLimits): void {
  const help = 'Requests that a limit has refused';
  metrics.total('tideline_http_limit_hits_total', help, ['policy'], () =>
    Object.entries(limits.hits).map(([policy, value]) => ({ value, labels: { policy } })),
  );
  metrics.gauge('tideline_http_limits_alone', '1 while this process counts for itself because Redis is away', [], () => [
    { value: limits.isAlone ? 1 : 0 },
  ]);
}

/** Many programs name a content type with every request: where nothing comes, there is nothing to read as that. */
function forgetEmptyBodies(server: FastifyInstance): void {
  server.addHook('onRequest', ({ headers }, _reply, done) => {
    const { 'content-length': length = '0', 'transfer-encoding': encoding } = headers;
    if (length === '0' && encoding === undefined) delete headers['content-type'];
    done();
  });
}

function refusePrototypes(server: FastifyInstance): void {
  server.addHook('preValidation', (request, _reply, done) => {
    refusePrototypeFields(request.body);
    done();
  });
}

function answerErrors(server: FastifyInstance, log: Log, routes: RouteTable): void {
  server.setErrorHandler((error, request, reply) => {
    if (isNoFile(error)) refuseUnknown(routes, request, reply);
    else sendProblem(request, reply, loggedError(log, request, error));
  });
}

/** A way out of the page's folder, doubled slashes or NUL. */
function isNoFile(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'FST_STATIC_FORBIDDEN_PATH';
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
