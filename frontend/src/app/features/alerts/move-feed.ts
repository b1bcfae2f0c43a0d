import { DestroyRef, Injectable, computed, inject, signal } from '@angular/core';
import { takeUntilDestroyed } from '@angular/core/rxjs-interop';
import type { MarketAlert, Period } from '@tideline/contracts';
import type { Observable } from 'rxjs';
import type { Page } from '../../core/api-client';
import { ApiClient } from '../../core/api-client';
import { Clock } from '../../core/clock';
import { liveQuery } from '../../core/live-query';
import { MarketMoves, mergedMoves } from '../../core/market-moves';

const dayMs = 86_400_000;
/** How far back the list may go. */
export const movePeriods = { '24h': dayMs, '7d': 7 * dayMs, '30d': 30 * dayMs } as const satisfies Partial<Record<Period, number>>;
export type MovePeriod = keyof typeof movePeriods;

export interface MovesAsked {
  /** One coin; null for all. */
  symbol: string | null;
  period: MovePeriod;
}

interface Older {
  moves: readonly MarketAlert[];
  /** Where to read on; null at the end, undefined until an older page was read. */
  cursor: string | null | undefined;
}

const pageSize = 30;
const nothing: Older = { moves: [], cursor: undefined };

/** The moves that were asked for: the newest page, older ones as the reader asks for them, and what the stream adds. */
@Injectable()
export class MoveFeed {
  private readonly api = inject(ApiClient);
  private readonly stream = inject(MarketMoves);
  private readonly clock = inject(Clock);
  private readonly destroyed = inject(DestroyRef);
  private readonly asked = signal<MovesAsked | undefined>(undefined, { equal: sameAsked });
  private readonly older = signal<Older>(nothing);
  private readonly stateOfOlder = signal<'idle' | 'loading' | 'failed'>('idle');

  readonly query = liveQuery({ question: () => this.asked(), load: (asked) => this.page(asked), everyMs: 60_000 });
  readonly olderState = this.stateOfOlder.asReadonly();
  private readonly cursor = computed(() => {
    const { cursor } = this.older();
    return cursor === undefined ? (this.query.value()?.page.nextCursor ?? null) : cursor;
  });
  readonly hasOlder = computed(() => this.cursor() !== null);
  /** Newest first; undefined until the first page is here. */
  readonly moves = computed(() => {
    const first = this.query.value();
    const live = this.stream.live().filter((move) => this.belongs(move));
    return first && mergedMoves([...this.older().moves, ...first.data], live);
  });
  /** The newest one that happened while the app was open, if it was asked for. */
  readonly news = computed(() => {
    const move = this.stream.newest();
    return move && this.belongs(move) ? move : null;
  });

  ask(asked: MovesAsked): void {
    if (sameAsked(this.asked(), asked)) return;
    this.older.set(nothing);
    this.stateOfOlder.set('idle');
    this.asked.set(asked);
  }

  loadOlder(): void {
    const [asked, cursor] = [this.asked(), this.cursor()];
    if (!asked || cursor === null || this.stateOfOlder() === 'loading') return;
    this.stateOfOlder.set('loading');
    this.page(asked, cursor)
      .pipe(takeUntilDestroyed(this.destroyed))
      .subscribe({
        next: ({ data, page }) => {
          if (!sameAsked(asked, this.asked())) return;
          this.older.update(({ moves }) => ({ moves: [...moves, ...data], cursor: page.nextCursor }));
          this.stateOfOlder.set('idle');
        },
        error: () => this.stateOfOlder.set('failed'),
      });
  }

  private page({ symbol, period }: MovesAsked, cursor?: string): Observable<Page<MarketAlert>> {
    return this.api.marketAlerts({ symbol: symbol ?? undefined, period, limit: pageSize, cursor });
  }

  private belongs({ symbol, detectedAt }: MarketAlert): boolean {
    const asked = this.asked();
    if (!asked || (asked.symbol !== null && asked.symbol !== symbol)) return false;
    return Date.parse(detectedAt) >= this.clock.now() - movePeriods[asked.period];
  }
}

function sameAsked(a: MovesAsked | undefined, b: MovesAsked | undefined): boolean {
  return a?.symbol === b?.symbol && a?.period === b?.period;
}
