import { HttpErrorResponse, HttpHeaders } from '@angular/common/http';
import { toFailure } from './problem';

const problem = { type: 'about:blank', title: 'x', status: 429, detail: 'Slow down', instance: '/', code: 'LIMIT', traceId: 't' };

describe('toFailure', () => {
  it('keeps the problem of a 429 and its Retry-After of 12 s', () => {
    const response = new HttpErrorResponse({ status: 429, error: problem, headers: new HttpHeaders({ 'retry-after': '12' }) });
    const failure = toFailure(response, true);
    expect([failure.kind, failure.status, failure.problem?.code, failure.retryAfterMs, failure.worthRetrying]).toEqual([
      'refused',
      429,
      'LIMIT',
      12_000,
      true,
    ]);
  });

  it('calls status 0 unreachable with a network and offline without', () => {
    expect(toFailure(new HttpErrorResponse({ status: 0 }), true).kind).toBe('unreachable');
    expect(toFailure(new HttpErrorResponse({ status: 0 }), false).kind).toBe('offline');
  });

  it('calls the 504 of a service worker unreachable, and offline without a network', () => {
    expect(toFailure(new HttpErrorResponse({ status: 504 }), true).kind).toBe('unreachable');
    expect(toFailure(new HttpErrorResponse({ status: 504 }), false).kind).toBe('offline');
  });

  it('takes no page of a proxy (502 with HTML) for a problem', () => {
    const failure = toFailure(new HttpErrorResponse({ status: 502, error: '<html>' }), true);
    expect([failure.problem, failure.worthRetrying]).toEqual([null, true]);
  });

  it('finds a 404 not worth asking again', () => expect(toFailure(new HttpErrorResponse({ status: 404 }), true).worthRetrying).toBe(false));
});
