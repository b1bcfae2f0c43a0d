import { Inject, Injectable, Logger, type CallHandler, type ExecutionContext, type NestInterceptor } from '@nestjs/common';
import { problem } from '@tideline/contracts';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { lastValueFrom, of, type Observable } from 'rxjs';
import { addressKey } from '../caller-address';
import { CodedError } from '../coded-error';
import { codedError, pathOf, problemBody } from '../problem';
import { IdempotencyKeys, type Beginning, type KeptAnswer, type Turn } from './idempotency-keys';

const visibleAscii = /^[\x21-\x7e]{1,255}$/;

/** Gives the answer of the first request with an Idempotency-Key to every later one with the same key and body. */
@Injectable()
export class IdempotencyInterceptor implements NestInterceptor {
  private readonly log = new Logger('Idempotency');

  constructor(@Inject(IdempotencyKeys) private readonly keys: IdempotencyKeys) {}

  async intercept(context: ExecutionContext, next: CallHandler): Promise<Observable<unknown>> {
    const request = context.switchToHttp().getRequest<FastifyRequest>();
    const reply = context.switchToHttp().getResponse<FastifyReply>();
    const key = request.headers['idempotency-key'];
    if (key === undefined) return next.handle();
    if (typeof key !== 'string' || !visibleAscii.test(key)) throw badKey();
    const scope = `${request.method} ${pathOf(request.url).replace(/\/+$/, '')} ${askerOf(request)}`;
    const beginning = await this.keys.begin({ scope, key, body: JSON.stringify(request.body ?? null) }, Date.now());
    return of(await this.answer(beginning, next, request, reply));
  }

  private async answer(beginning: Beginning, next: CallHandler, request: FastifyRequest, reply: FastifyReply): Promise<unknown> {
    if (beginning === 'another request') throw keyReused();
    if (beginning === 'running') throw stillRunning();
    if ('kept' in beginning) {
      void reply.header('idempotent-replayed', 'true');
      return replayed(beginning.kept);
    }
    const { begun } = beginning;
    try {
      const body: unknown = await lastValueFrom(next.handle());
      await this.finish(begun, { status: reply.statusCode, body: JSON.stringify(body ?? null) });
      return body;
    } catch (error) {
      const coded = codedError(error);
      const body = problemBody(coded, { instance: pathOf(request.url), traceId: request.id });
      await this.finish(begun, isFinal(coded.status) ? { status: coded.status, body } : null);
      throw error;
    }
  }

  /** What was done is done: trouble with keeping the answer must not turn it into a failure. */
  private async finish(turn: Turn, answer: KeptAnswer | null): Promise<void> {
    try {
      await (answer === null ? this.keys.forget(turn) : this.keys.keep(turn, answer));
    } catch (error) {
      this.log.warn(`an answer could not be kept: ${error instanceof Error ? error.message : String(error)}`);
    }
  }
}

/** The account that asks, whatever credential it uses; for who has none, the address that it asks from. */
function askerOf({ identity, ip }: FastifyRequest): string {
  return identity.kind === 'account' ? `account ${identity.accountId}` : `address ${addressKey(ip)}`;
}

/** Trouble on our side, and "not so fast", are no answers: the same request may be answered otherwise later. */
function isFinal(status: number): boolean {
  return status < 500 && status !== 429;
}

/** Throws where the first request was refused: the same problem, down to its traceId. */
function replayed({ status, body }: KeptAnswer): unknown {
  if (status < 400) return JSON.parse(body) as unknown;
  const { code, detail, errors, traceId } = problem.parse(JSON.parse(body));
  throw new CodedError(code, status, detail, { ...(errors === undefined ? {} : { errors }), traceId });
}

function badKey(): CodedError {
  const message = 'must have 1 to 255 visible ASCII characters and stand once';
  return new CodedError('REQUEST.INVALID', 400, `Idempotency-Key ${message}.`, { errors: [{ path: 'Idempotency-Key', message }] });
}

function keyReused(): CodedError {
  return new CodedError(
    'IDEMPOTENCY.KEY_REUSED',
    409,
    'This Idempotency-Key came with another body before; take a new key for a new request.',
  );
}

function stillRunning(): CodedError {
  return new CodedError(
    'IDEMPOTENCY.IN_PROGRESS',
    409,
    'The first request with this Idempotency-Key is still running; ask again in a moment.',
  );
}
