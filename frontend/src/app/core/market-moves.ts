import { DestroyRef, Injectable, inject, signal } from '@angular/core';
import type { MarketAlert } from '@tideline/contracts';
import { RealtimeClient } from './realtime-client';

const mostKept = 100;

/** Two lists of moves as one, newest first; of a move in both, the figures of the later telling hold. */
export function mergedMoves(older: readonly MarketAlert[], newer: readonly MarketAlert[]): MarketAlert[] {
  const byId = new Map<string, MarketAlert>();
  for (const move of [...older, ...newer]) {
    const known = byId.get(move.id);
    if (!known || known.updatedAt <= move.updatedAt) byId.set(move.id, move);
  }
  return [...byId.values()].sort((a, b) => b.detectedAt.localeCompare(a.detectedAt) || Number(b.id) - Number(a.id));
}

/** Significant moves as the stream tells them. */
@Injectable({ providedIn: 'root' })
export class MarketMoves {
  private readonly told = signal<readonly MarketAlert[]>([]);
  private readonly fresh = signal<MarketAlert | null>(null);

  /** What the stream has told so far, newest first. */
  readonly live = this.told.asReadonly();
  /** The newest one that happened while somebody was listening. */
  readonly newest = this.fresh.asReadonly();

  constructor() {
    const stop = inject(RealtimeClient).subscribe('global', (event) => {
      const move = event.alert;
      if (move && !this.told().some(({ id }) => id === move.id)) this.fresh.set(move);
      const moves = move ? [move] : (event.alerts ?? []);
      this.told.update((told) => mergedMoves(told, moves).slice(0, mostKept));
    });
    inject(DestroyRef).onDestroy(stop);
  }
}
