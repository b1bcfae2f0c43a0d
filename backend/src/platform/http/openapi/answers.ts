import { STATUS_CODES } from 'node:http';
import { applyDecorators } from '@nestjs/common';
import { ApiOperation, ApiResponse } from '@nestjs/swagger';
import type { Problem } from '@tideline/contracts';
import type { z } from 'zod';

const everywhere: Record<number, string> = { 400: 'REQUEST.INVALID', 429: 'HTTP.RATE_LIMITED', 503: 'DATABASE.UNAVAILABLE' };

const meanings: Record<number, string> = {
  400: 'Malformed, out of range, or a field that is not known',
  401: 'Sign in first, or again',
  403: 'Not allowed',
  404: 'Not known here',
  409: 'In conflict with how things are',
  412: 'Changed since it was read',
  413: 'Larger than what is kept',
  422: 'Well-formed, but refused by a rule',
  429: 'Too many requests; `Retry-After` says when to ask again',
  503: 'A part is down; `Retry-After` says when to ask again',
};

/** Documents a route: what it is for, the shape and an example of its answer, the code of the problem it gives per status, what else to know, and the status when it is not 200. */
export function answers<T>(
  summary: string,
  schema: z.ZodType<T>,
  example: T,
  codes: Record<number, string> = {},
  description?: string,
  status = 200,
): MethodDecorator {
  return applyDecorators(
    ApiOperation({ summary, ...(description === undefined ? {} : { description }) }),
    ApiResponse({ status, description: summary, standardSchema: schema, example }),
    ...Object.entries({ ...everywhere, ...codes }).map(([status, code]) => answersProblem(Number(status), code)),
  );
}

/** Documents a problem that a route may answer with. */
export function answersProblem(status: number, code: string): MethodDecorator {
  const title = STATUS_CODES[status] ?? 'Error';
  const example: Problem = {
    type: 'about:blank',
    title,
    status,
    detail: meanings[status] ?? title,
    instance: '/api/v1/…',
    code,
    traceId: '4bf92f3577b34da6a3ce929d0e0e4736',
  };
  const content = { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' }, example } };
  return ApiResponse({ status, description: `${meanings[status] ?? title} (\`${code}\`)`, content });
}
