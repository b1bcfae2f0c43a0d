import type { Signal } from '@angular/core';
import { DestroyRef, computed, inject, linkedSignal } from '@angular/core';
import { takeUntilDestroyed } from '@angular/core/rxjs-interop';
import type { Observable } from 'rxjs';
import type { Page } from './api-client';
import type { LiveQuery } from './live-query';
import { liveQuery } from './live-query';

/** Rows that were read so far, and where to read on: null at the end. */
export interface Read<T> {
  rows: readonly T[];
  cursor: string | null;
}

/** A list that is read page by page; the first page is asked again by itself. */
export interface PagedQuery<T> {
  /** How the first page fares. */
  readonly first: LiveQuery<Page<T>>;
  /** All that was read; undefined until there is a first page for the present question. */
  readonly rows: Signal<readonly T[] | undefined>;
  readonly hasMore: Signal<boolean>;
  readonly moreState: Signal<'idle' | 'loading' | 'failed'>;
  /** Reads the next page. */
  more(): void;
}

export interface PagedQueryOptions<Q, T> {
  /** The question; a change begins anew. Keep its identity as long as it asks the same. */
  question: () => Q;
  load: (question: Q, cursor?: string) => Observable<Page<T>>;
  idOf: (row: T) => string | number;
  everyMs: number | null;
}

/** Starts a paged query in an injection context; it ends with that context. */
export function pagedQuery<Q extends object, T>({ question, load, idOf, everyMs }: PagedQueryOptions<Q, T>): PagedQuery<T> {
  const destroyed = inject(DestroyRef);
  const asked = computed(question);
  const first = liveQuery({ question: asked, load: (now) => load(now), everyMs });
  const read = linkedSignal<{ asked: Q; page: Page<T> | undefined }, Read<T> | undefined>({
    source: () => ({ asked: asked(), page: first.value() }),
    computation: (source, previous) => {
      const before = previous?.source.asked === source.asked ? previous.value : undefined;
      return source.page && withNewest(before, source.page, idOf);
    },
  });
  const failedOrBusy = linkedSignal<Q, 'idle' | 'loading' | 'failed'>({ source: asked, computation: () => 'idle' });
  const more = (): void => {
    const [now, cursor] = [asked(), read()?.cursor ?? null];
    if (cursor === null || failedOrBusy() === 'loading') return;
    failedOrBusy.set('loading');
    load(now, cursor)
      .pipe(takeUntilDestroyed(destroyed))
      .subscribe({
        next: ({ data, page }) => {
          if (asked() !== now) return;
          read.update((before) => before && { rows: joined(before.rows, data, idOf), cursor: page.nextCursor });
          failedOrBusy.set('idle');
        },
        error: () => {
          if (asked() === now) failedOrBusy.set('failed');
        },
      });
  };
  return {
    ...{ first, more, moreState: failedOrBusy.asReadonly() },
    rows: computed(() => read()?.rows),
    hasMore: computed(() => (read()?.cursor ?? null) !== null),
  };
}

/**
 * The first page as it is now, before what was read behind it. Rows that are no longer on it are dropped; where it no longer touches what was
 * read, only the page stays, so that there is never a hole.
 */
export function withNewest<T>(before: Read<T> | undefined, { data, page }: Page<T>, idOf: (row: T) => string | number): Read<T> {
  const fresh = { rows: data, cursor: page.nextCursor };
  if (before === undefined || page.nextCursor === null) return fresh;
  const ids = new Set(data.map(idOf));
  const touches = before.rows.findLastIndex((row) => ids.has(idOf(row)));
  const behind = touches < 0 ? [] : before.rows.slice(touches + 1);
  return behind.length === 0 ? fresh : { rows: [...data, ...behind], cursor: before.cursor };
}

function joined<T>(rows: readonly T[], more: readonly T[], idOf: (row: T) => string | number): readonly T[] {
  const known = new Set(rows.map(idOf));
  return [...rows, ...more.filter((row) => !known.has(idOf(row)))];
}
