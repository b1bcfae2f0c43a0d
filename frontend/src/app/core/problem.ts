import { HttpErrorResponse } from '@angular/common/http';
import type { Problem } from '@tideline/contracts';

/** Why a request brought nothing: the browser is offline, the server does not answer, or it answered with a problem. */
export type FailureKind = 'offline' | 'unreachable' | 'refused';

/** A failed request as pages see it: what happened, in which code, and when it is worth asking again. */
export class RequestFailure extends Error {
  override readonly name = 'RequestFailure';

  constructor(
    readonly kind: FailureKind,
    readonly status: number,
    readonly problem: Problem | null,
    readonly retryAfterMs: number | null,
  ) {
    super(problem?.detail ?? kind);
  }

  /** Asking again can help: not when the thing does not exist or the question was wrong. */
  get worthRetrying(): boolean {
    return this.kind !== 'refused' || this.status === 408 || this.status === 429 || this.status >= 500;
  }
}

function isProblem(body: unknown): body is Problem {
  return typeof body === 'object' && body !== null && 'code' in body && 'detail' in body;
}

function retryAfterMs(response: HttpErrorResponse): number | null {
  const seconds = Number(response.headers.get('retry-after') ?? Number.NaN);
  return Number.isFinite(seconds) ? seconds * 1000 : null;
}

/** Reads whatever HttpClient throws; RFC 9457 bodies are kept whole. */
export function toFailure(error: unknown, online: boolean): RequestFailure {
  if (error instanceof RequestFailure) return error;
  if (!(error instanceof HttpErrorResponse)) return new RequestFailure('unreachable', 0, null, null);
  if (!online) return new RequestFailure('offline', 0, null, null);
  // The service worker answers 504 for a server it cannot reach.
  const silent = error.status === 0 || (error.status === 504 && !isProblem(error.error));
  if (silent) return new RequestFailure('unreachable', 0, null, null);
  return new RequestFailure('refused', error.status, isProblem(error.error) ? error.error : null, retryAfterMs(error));
}
