import { applyDecorators } from '@nestjs/common';
import { ApiResponse } from '@nestjs/swagger';
import { udfError, type UdfError } from '@tideline/contracts';
import type { z } from 'zod';
import { answers } from '../../../platform/http/openapi/answers';

const faults: Record<number, string> = {
  400: 'from: must be Unix time in seconds, for example 1769860800',
  404: 'unknown_symbol',
  429: 'Too many requests; ask again in 42 seconds.',
  503: 'The database cannot be reached at the moment.',
};

/** Documents a route of UDF: its faults have UDF's form under the status that they have everywhere. */
export function answersUdf<T>(summary: string, schema: z.ZodType<T>, example: T): MethodDecorator {
  return applyDecorators(
    answers(summary, schema, example),
    ...Object.entries(faults).map(([status, errmsg]) => {
      const told: UdfError = { s: 'error', errmsg };
      return ApiResponse({ status: Number(status), description: errmsg, standardSchema: udfError, example: told });
    }),
  );
}
