import type { MarketAlert } from '@tideline/contracts';
import { moveText, moveTime } from './move-row';

const local = (day: number, hour: number, minute: number): Date => new Date(2026, 10, day, hour, minute);
const move: MarketAlert = {
  ...{ id: '1', symbol: 'BTC', direction: 'up', windowMinutes: 15, change: 3.42, zScore: 9.08, threshold: 8, price: 67_000 },
  ...{ startedAt: '', detectedAt: local(21, 14, 2).toISOString(), updatedAt: '', observations: 8000, foundLater: false, dataMode: 'live' },
};

describe('a move in words', () => {
  it('rose 3.4 % in 15 minutes, 9.1 times its usual move', () => {
    expect(moveText(move)).toBe('rose 3.4 % in 15 minutes, 9.1 times its usual move');
  });
  it('fell 2.0 % in 1 hour', () => {
    const fall: MarketAlert = { ...move, direction: 'down', change: -2, zScore: -12, windowMinutes: 60 };
    expect(moveText(fall)).toBe('fell 2.0 % in 1 hour, 12.0 times its usual move');
  });
});

describe('the time of a move at 14:02 on 21 Nov', () => {
  it.each([
    [local(21, 15, 2), '1\u00a0h ago'],
    [local(22, 14, 1), '23\u00a0h ago'],
    [local(22, 14, 2), '21 Nov, 14:02'],
  ])('is, at %s, %s', (now, expected) => {
    expect(moveTime(move, now.getTime())).toBe(expected);
  });
});
