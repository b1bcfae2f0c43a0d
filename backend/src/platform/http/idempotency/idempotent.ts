import { applyDecorators, UseInterceptors } from '@nestjs/common';
import { ApiHeader } from '@nestjs/swagger';
import { answersProblem } from '../openapi/answers';
import { IdempotencyInterceptor } from './idempotency.interceptor';

const description = `Sent again with the same key and body within 24 hours, the request does nothing and gives the first answer (then with \`Idempotent-Replayed: true\`). With another body: 409 \`IDEMPOTENCY.KEY_REUSED\`; while the first still runs: 409 \`IDEMPOTENCY.IN_PROGRESS\`. Answers of 429 and 5xx are not kept. A key counts for one route and one account, or one address when nobody is signed in. A random UUID is a good key.`;

/**
 * A POST that takes an `Idempotency-Key`. Its answer is stored as it is sent, so it must hold no secret, and what it sets as headers or
 * cookies is not given again.
 */
export function idempotent(): MethodDecorator {
  return applyDecorators(
    UseInterceptors(IdempotencyInterceptor),
    ApiHeader({
      name: 'Idempotency-Key',
      required: false,
      description,
      schema: { type: 'string', minLength: 1, maxLength: 255, pattern: '^[\\x21-\\x7e]+$' },
    }),
    answersProblem(409, 'IDEMPOTENCY.KEY_REUSED'),
  );
}
