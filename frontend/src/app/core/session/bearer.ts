import type { HttpEvent, HttpInterceptorFn, HttpRequest } from '@angular/common/http';
import { HttpErrorResponse } from '@angular/common/http';
import { inject } from '@angular/core';
import type { Observable } from 'rxjs';
import { catchError, from, switchMap, throwError } from 'rxjs';
import { RequestFailure } from '../problem';
import { Session } from './session';

/** What the market says is the same for everybody: it is read without a name, from caches where they have it. */
const marketReads = /^\/api\/v1\/(assets|market|analytics|health)(\/|\?|$)/;
const withoutToken = /^\/api\/v1\/auth\/(?!me$|step-up$)/;

function isPersonal({ method, url }: HttpRequest<unknown>): boolean {
  if (!url.startsWith('/api/v1/') || withoutToken.test(url)) return false;
  return method !== 'GET' || !marketReads.test(url);
}

function codeOf(error: unknown): string | null {
  const body: unknown = error instanceof HttpErrorResponse && error.status === 401 ? error.error : null;
  return typeof body === 'object' && body !== null && 'code' in body ? String(body.code) : null;
}

const refused = new Set(['AUTH.SESSION_ENDED', 'AUTH.INVALID_CREDENTIAL']);

/**
 * Sends the access token with what is personal, to our own API only. A token that expired on the way is renewed once; an ended session
 * signs out. For a visitor, what needs an account fails here, without a request.
 */
export const bearer: HttpInterceptorFn = (request, next) => {
  if (!isPersonal(request)) return next(request);
  const session = inject(Session);
  const send = (token: string | null): Observable<HttpEvent<unknown>> => {
    if (token !== null) return next(request.clone({ setHeaders: { authorization: `Bearer ${token}` } }));
    return request.method === 'POST' && marketReads.test(request.url) ? next(request) : throwError(signInFirst);
  };
  const watched = (token: string | null): Observable<HttpEvent<unknown>> =>
    send(token).pipe(
      catchError((error: unknown) => {
        if (refused.has(codeOf(error) ?? '')) session.end();
        return throwError(() => error);
      }),
    );
  return from(session.token()).pipe(
    switchMap((token) =>
      watched(token).pipe(
        catchError((error: unknown) => {
          if (token === null || codeOf(error) !== 'AUTH.TOKEN_EXPIRED') return throwError(() => error);
          return from(session.tokenAfter(token)).pipe(switchMap(watched));
        }),
      ),
    ),
  );
};

function signInFirst(): RequestFailure {
  const problem = { type: 'about:blank', title: 'Unauthorized', status: 401, detail: '', instance: '', code: 'AUTH.REQUIRED', traceId: '' };
  return new RequestFailure('refused', 401, problem, null);
}
