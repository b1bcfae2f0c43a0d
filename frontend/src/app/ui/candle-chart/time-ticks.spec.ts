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

  it('labels a bar that begins at 12:05 and holds 10 minutes with 12:00', () => {
    const start = Date.UTC(2026, 0, 15, 9, 5) + new Date(Date.UTC(2026, 0, 15)).getTimezoneOffset() * 60_000;
    const times = Array.from({ length: 60 }, (_, i) => start + i * 600_000);
    expect([...timeTicks(times, 4).values()]).toContain('12:00');
  });

  it('gives no label for a single bar', () => {
    expect(timeTicks([1], 5).size).toBe(0);
  });
});
