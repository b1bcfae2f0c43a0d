import { TestBed } from '@angular/core/testing';
import type { MarketAlert } from '@tideline/contracts';
import { MarketMoves, mergedMoves } from './market-moves';
import type { GlobalEvent } from './realtime-client';
import { RealtimeClient } from './realtime-client';

function move(id: number, detected: number, change = 3, updated = detected): MarketAlert {
  const at = (second: number): string => new Date(Date.UTC(2026, 10, 21, 12, 0, second)).toISOString();
  return {
    ...{ id: String(id), symbol: 'BTC', direction: 'up', windowMinutes: 15, change, zScore: 9, threshold: 8, price: 67_000 },
    ...{ startedAt: at(0), detectedAt: at(detected), updatedAt: at(updated), observations: 8000, foundLater: false, dataMode: 'simulated' },
  };
}

describe('market moves', () => {
  it('merges 1 2 and 2 3 to 3 2 1, with the later figures of 2, whichever list has them', () => {
    const changes = (list: MarketAlert[]): [string, number][] => list.map(({ id, change }) => [id, change]);
    const merged = [['3', 3], ['2', 5], ['1', 3]]; // prettier-ignore
    expect(changes(mergedMoves([move(1, 1), move(2, 2)], [move(2, 2, 5, 9), move(3, 3)]))).toEqual(merged);
    expect(changes(mergedMoves([move(1, 1), move(2, 2, 5, 9)], [move(2, 2), move(3, 3)]))).toEqual(merged);
  });

  it('takes the snapshot as known and only what comes later as news, not a move that goes on', () => {
    let next: (event: GlobalEvent) => void = () => undefined;
    const subscribe = (_: string, listener: (event: GlobalEvent) => void): (() => void) => {
      next = listener;
      return () => undefined;
    };
    TestBed.configureTestingModule({ providers: [{ provide: RealtimeClient, useValue: { subscribe } }] });
    const moves = TestBed.inject(MarketMoves);
    next({ channel: 'global', seq: 1, alerts: [move(1, 1)] });
    next({ channel: 'global', seq: 2, alert: move(1, 1, 4, 5) });
    expect([moves.newest(), moves.live()[0]?.change]).toEqual([null, 4]);
    next({ channel: 'global', seq: 3, alert: move(2, 6) });
    expect([moves.newest()?.id, moves.live().map(({ id }) => id)]).toEqual(['2', ['2', '1']]);
  });
});
