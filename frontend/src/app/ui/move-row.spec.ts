import type { MarketAlert } from '@tideline/contracts';
import { moveText } from './move-row';

const local = (day: number, hour: number, minute: number): Date => new Date(2026, 10, day, hour, minute);
const move: MarketAlert = {
  ...{ id: '1', symbol: 'BTC', direction: 'up', windowMinutes: 15, change: 3.42, zScore: 9.08, threshold: 8, price: 67_000 },
  ...{ startedAt: '', detectedAt: local(21, 14, 2).toISOString(), updatedAt: '', observations: 8000, foundLater: false, dataMode: 'live' },
};

describe('a move in words', () => {
  it('rose 3.4 % in 15 minutes, 9.1 times its usual move, at 14:02', () => {
    expect(moveText(move, local(21, 15, 0).getTime())).toBe('rose 3.4 % in 15 minutes, 9.1 times its usual move, at 14:02');
  });
  it('fell 2.0 % in 1 hour, with the day once it is two days ago', () => {
    const fall: MarketAlert = { ...move, direction: 'down', change: -2, zScore: -12, windowMinutes: 60 };
    expect(moveText(fall, local(23, 15, 0).getTime())).toBe('fell 2.0 % in 1 hour, 12.0 times its usual move, on 21 Nov at 14:02');
  });
});
