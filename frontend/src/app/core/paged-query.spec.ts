import { TestBed } from '@angular/core/testing';
import { signal } from '@angular/core';
import { Subject } from 'rxjs';
import type { Page } from './api-client';
import { LIVE_SOCKET } from './live-socket';
import { RequestFailure } from './problem';
import { pagedQuery, withNewest } from './paged-query';

const idOf = (n: number): number => n;
const page = (data: number[], nextCursor: string | null): Page<number> => ({ data, page: { nextCursor, limit: 3 } });

describe('the first page before what was read behind it', () => {
  it('takes 9 in at the top of 8 7 6 | 5 4 and keeps reading on behind 4', () => {
    expect(withNewest({ rows: [8, 7, 6, 5, 4], cursor: 'after-4' }, page([9, 8, 7], 'after-7'), idOf)).toEqual({
      rows: [9, 8, 7, 6, 5, 4],
      cursor: 'after-4',
    });
  });
  it('drops 7, which is gone from the first page', () => {
    expect(withNewest({ rows: [8, 7, 6, 5, 4], cursor: 'after-4' }, page([8, 6, 5], 'after-5'), idOf).rows).toEqual([8, 6, 5, 4]);
  });
  it('leaves no hole between 29 28 27 and 8 7 6: only the page stays', () => {
    const fresh = { rows: [29, 28, 27], cursor: 'after-27' };
    expect(withNewest({ rows: [8, 7, 6, 5], cursor: null }, page([29, 28, 27], 'after-27'), idOf)).toEqual(fresh);
  });
  it('is the whole list when there is no other page', () => {
    expect(withNewest({ rows: [8, 7, 6, 5], cursor: null }, page([8], null), idOf)).toEqual({ rows: [8], cursor: null });
  });
});

describe('a list that is read page by page', () => {
  let answers: { asked: string; cursor: string | undefined; answer: Subject<Page<number>> }[];
  const question = signal({ name: 'a' });
  const start = () => {
    const query = TestBed.runInInjectionContext(() =>
      pagedQuery({
        question: () => question(),
        load: ({ name }, cursor) => {
          const answer = new Subject<Page<number>>();
          answers.push({ asked: name, cursor, answer });
          return answer;
        },
        idOf,
        everyMs: null,
      }),
    );
    TestBed.tick();
    return query;
  };
  const answer = (given: Page<number>): void => {
    answers.at(-1)?.answer.next(given);
    TestBed.tick();
  };

  beforeEach(() => {
    answers = [];
    question.set({ name: 'a' });
    TestBed.configureTestingModule({ providers: [{ provide: LIVE_SOCKET, useValue: () => new Promise(() => undefined) }] });
  });

  it('reads on from the cursor until there is none, and leaves out what it has', () => {
    const list = start();
    expect(list.rows()).toBeUndefined();
    answer(page([9, 8, 7], 'after-7'));
    list.more();
    expect([answers.at(-1)?.cursor, list.moreState()]).toEqual(['after-7', 'loading']);
    answer(page([7, 6], null));
    expect([list.rows(), list.hasMore(), list.moreState()]).toEqual([[9, 8, 7, 6], false, 'idle']);
    list.more();
    expect(answers).toHaveLength(2);
  });

  it('begins anew with another question, and an older page that arrives too late is not taken', () => {
    const list = start();
    answer(page([9, 8, 7], 'after-7'));
    list.more();
    const late = answers.at(-1);
    question.set({ name: 'b' });
    TestBed.tick();
    expect([answers.at(-1)?.asked, list.rows()]).toEqual(['b', undefined]);
    answer(page([3], 'after-3'));
    late?.answer.next(page([6, 5], null));
    expect([list.rows(), list.hasMore(), list.moreState()]).toEqual([[3], true, 'idle']);
  });

  it('keeps what it has and can be asked again when the next page fails', () => {
    const list = start();
    answer(page([9], 'after-9'));
    list.more();
    answers.at(-1)?.answer.error(new RequestFailure('unreachable', 0, null, null));
    expect([list.rows(), list.hasMore(), list.moreState()]).toEqual([[9], true, 'failed']);
    list.more();
    expect([answers.at(-1)?.cursor, list.moreState()]).toEqual(['after-9', 'loading']);
  });
});
