import { HttpClient } from '@angular/common/http';
import { Injectable, inject } from '@angular/core';
import type { Observable } from 'rxjs';
import { catchError, throwError, timeout } from 'rxjs';
import { toFailure } from './problem';

/** What stands behind the `?`; undefined is left out. */
export type Query = Record<string, string | number | undefined>;

/** What a request may carry besides its path. */
export interface Sent {
  body?: unknown;
  query?: Query;
  headers?: Record<string, string>;
}

const answerWithinMs = 20_000;

/** Requests below `/api/v1`, as JSON. Every one is cold and cancels when unsubscribed; every error is a `RequestFailure`. */
@Injectable({ providedIn: 'root' })
export class ApiRequests {
  private readonly http = inject(HttpClient);

  get<T>(path: string, query: Query = {}): Observable<T> {
    return this.send('GET', path, { query });
  }

  send<T>(method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE', path: string, { body, query = {}, headers = {} }: Sent = {}): Observable<T> {
    const params = Object.fromEntries(Object.entries(query).filter((entry): entry is [string, string | number] => entry[1] !== undefined));
    return this.http.request<T>(method, `/api/v1/${path}`, { body, params, headers }).pipe(
      timeout(answerWithinMs),
      catchError((error: unknown) => throwError(() => toFailure(error, navigator.onLine))),
    );
  }
}
