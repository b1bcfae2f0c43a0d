import { timeTicks } from './time-ticks';

describe('time ticks', () => {
  it('labels about 6 round hours over 24 hours of 5-minute bars', () => {
    const day = Date.UTC(2026, 0, 15);
    const times = Array.from({ length: 288 }, (_, i) => day + i * 300_000);
    const ticks = timeTicks(times, 6);
    expect(ticks.size).toBeGreaterThanOrEqual(4);
    expect(ticks.size).toBeLessThanOrEqual(7);
    for (const index of ticks.keys()) expect(new Date(times[index] ?? 0).getMinutes()).toBe(0);
  });

  it('gives no label for a single bar', () => {
    expect(timeTicks([1], 5).size).toBe(0);
  });
});
