import { signal } from '@angular/core';
import { TestBed } from '@angular/core/testing';
import type { Observable } from 'rxjs';
import { NEVER, of, throwError } from 'rxjs';
import type { LiveQuery } from './live-query';
import { liveQuery } from './live-query';
import { RequestFailure } from './problem';

const down = new RequestFailure('refused', 503, null, null);

describe('liveQuery', () => {
  let answers: Observable<string>[];
  let asked: string[];
  const symbol = signal<string | undefined>('BTC');

  function start(everyMs: number | null): LiveQuery<string> {
    const load = (question: string): Observable<string> => {
      asked.push(question);
      return answers.shift() ?? NEVER;
    };
    const query = TestBed.runInInjectionContext(() => liveQuery({ question: symbol, load, everyMs }));
    TestBed.tick();
    return query;
  }

  beforeEach(() => {
    jest.useFakeTimers({ now: 1_000_000 });
    answers = [];
    asked = [];
    symbol.set('BTC');
  });

  afterEach(() => jest.useRealTimers());

  it('asks again after 60 s and keeps the old answer until the new one is here', () => {
    answers = [of('one'), NEVER];
    const query = start(60_000);
    expect([query.value(), query.loadedAt()]).toEqual(['one', 1_000_000]);
    jest.advanceTimersByTime(60_000);
    expect(asked).toHaveLength(2);
    expect(query.value()).toBe('one');
  });

  it('keeps the answer when the next attempt fails, says when it tries again (2 s, then 4 s), and recovers', () => {
    answers = [of('one'), throwError(() => down), throwError(() => down), of('two')];
    const query = start(60_000);
    jest.advanceTimersByTime(60_000);
    expect([query.value(), query.failure()?.status, query.retryAt()]).toEqual(['one', 503, 1_062_000]);
    jest.advanceTimersByTime(2000);
    expect(query.retryAt()).toBe(1_066_000);
    jest.advanceTimersByTime(4000);
    expect([query.value(), query.failure(), query.retryAt()]).toEqual(['two', null, null]);
  });

  it('waits the 50 s that a 429 asks for', () => {
    answers = [throwError(() => new RequestFailure('refused', 429, null, 50_000))];
    expect(start(null).retryAt()).toBe(1_050_000);
  });

  it('does not ask again for what does not exist (404)', () => {
    answers = [throwError(() => new RequestFailure('refused', 404, null, null))];
    const query = start(60_000);
    jest.advanceTimersByTime(600_000);
    expect([asked.length, query.retryAt()]).toEqual([1, null]);
  });

  it('drops the answer for BTC when the question becomes ETH, and asks nothing for undefined', () => {
    answers = [of('one'), NEVER];
    const query = start(null);
    symbol.set('ETH');
    TestBed.tick();
    expect([query.value(), asked]).toEqual([undefined, ['BTC', 'ETH']]);
    symbol.set(undefined);
    TestBed.tick();
    expect(asked).toHaveLength(2);
  });

  it('asks at once when told to', () => {
    answers = [throwError(() => down), of('two')];
    const query = start(null);
    query.retry();
    expect(query.value()).toBe('two');
  });
});
