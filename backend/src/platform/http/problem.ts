import { STATUS_CODES } from 'node:http';
import { HttpException } from '@nestjs/common';
import type { Problem } from '@tideline/contracts';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Log } from '../observability/log';
import { CodedError } from './coded-error';
import type { ErrorForms } from './error-forms';

declare module 'fastify' {
  interface FastifyInstance {
    errorForms: ErrorForms;
  }
}

const codes: Record<number, string> = {
  400: 'HTTP.BAD_REQUEST',
  404: 'HTTP.NOT_FOUND',
  405: 'HTTP.METHOD_NOT_ALLOWED',
  413: 'HTTP.BODY_TOO_LARGE',
  414: 'HTTP.ADDRESS_TOO_LONG',
  415: 'HTTP.UNSUPPORTED_MEDIA_TYPE',
  429: 'HTTP.RATE_LIMITED',
  503: 'HTTP.UNAVAILABLE',
};

/** PostgreSQL and socket errors that mean: the database cannot be reached now, ask again. */
const unreachable = /^(ECONNREFUSED|ECONNRESET|EPIPE|ENOENT|ETIMEDOUT|57P0[1-5]|08\d{3}|53300)$/;
const lostConnection =
  /connection terminated|timeout exceeded when trying to connect|client has encountered a connection error|query read timeout/i;

/** Reads any thrown value as a coded error; what nobody foresaw becomes a 500 that says nothing of the inside. */
export function codedError(error: unknown): CodedError {
  if (error instanceof CodedError) return error;
  const status = statusOf(error);
  if (status !== null && status >= 400 && status < 500) {
    return new CodedError(codes[status] ?? `HTTP.${status}`, status, error instanceof Error ? error.message : 'The request was refused.');
  }
  if (isDatabaseDown(error)) {
    return new CodedError('DATABASE.UNAVAILABLE', 503, 'The database cannot be reached at the moment.', { retryAfterSeconds: 5 });
  }
  return new CodedError('HTTP.INTERNAL', 500, 'Something went wrong on our side; the log has it under this traceId.');
}

/** The same, with what nobody foresaw put into the log under the request's trace id; a refusal for being busy is none of that. */
export function loggedError(log: Log, request: FastifyRequest, error: unknown): CodedError {
  const coded = codedError(error);
  if (coded.status >= 500 && coded !== error) log.error({ err: error, traceId: request.id, url: request.url }, 'request failed');
  return coded;
}

export const problemType = 'application/problem+json; charset=utf-8';
const jsonType = 'application/json; charset=utf-8';

/** An address without its query. */
export function pathOf(url: string): string {
  return url.split('?', 1)[0] ?? url;
}

/** Writes an error as RFC 9457 problem details. */
export function problemBody(error: CodedError, { instance, traceId }: Pick<Problem, 'instance' | 'traceId'>): string {
  const body: Problem = {
    type: 'about:blank',
    title: STATUS_CODES[error.status] ?? 'Error',
    status: error.status,
    detail: error.detail,
    instance,
    code: error.code,
    traceId: error.more.traceId ?? traceId,
    ...(error.more.errors ? { errors: error.more.errors } : {}),
  };
  return JSON.stringify(body);
}

/** Sends an error: as RFC 9457 problem details, or as the protocol of the address tells errors. */
export function sendProblem(request: FastifyRequest, reply: FastifyReply, error: CodedError): void {
  if (error.more.retryAfterSeconds !== undefined) void reply.header('retry-after', error.more.retryAfterSeconds);
  if (error.status === 401 && !reply.hasHeader('www-authenticate')) void reply.header('www-authenticate', 'Bearer');
  const form = request.server.errorForms.of(request.url);
  void reply
    .code(error.status)
    .header('content-type', form === null ? problemType : jsonType)
    .header('cache-control', 'no-store')
    .send(form === null ? problemBody(error, { instance: pathOf(request.url), traceId: request.id }) : form(error));
}

/** The 429 of the limits, which says when to ask again. */
export function tooManyRequests(retryAfterSeconds: number): CodedError {
  const detail = `Too many requests; ask again in ${retryAfterSeconds} seconds.`;
  return new CodedError('HTTP.RATE_LIMITED', 429, detail, { retryAfterSeconds });
}

function statusOf(error: unknown): number | null {
  if (error instanceof HttpException) return error.getStatus();
  const carried: unknown = typeof error === 'object' && error !== null && 'statusCode' in error ? error.statusCode : null;
  return typeof carried === 'number' ? carried : null;
}

function isDatabaseDown(error: unknown): boolean {
  if (typeof error !== 'object' || error === null) return false;
  const { code, message, errors } = error as { code?: unknown; message?: unknown; errors?: unknown };
  if (Array.isArray(errors) && errors.some(isDatabaseDown)) return true;
  return unreachable.test(String(code)) || lostConnection.test(String(message));
}
