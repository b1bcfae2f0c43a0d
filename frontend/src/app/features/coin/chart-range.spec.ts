import { fitting, readChoice, spannedCandles } from './chart-range';

describe('chart range', () => {
  it('falls back to one day of 5-minute candles for an empty or senseless URL', () => {
    const day = { range: '1d', interval: '5m', from: null, to: null };
    expect(readChoice({})).toEqual(day);
    expect(readChoice({ range: 'forever', interval: '3m', from: 'x', to: '2026-01-01' })).toEqual(day);
  });

  it('reads 90d with its own interval, or the one asked for', () => {
    expect(readChoice({ range: '90d' }).interval).toBe('4h');
    expect(readChoice({ range: '90d', interval: '1d' }).interval).toBe('1d');
    expect(spannedCandles(readChoice({ range: '90d', interval: '1d' }))).toBe(90);
  });

  it('reads custom days in UTC with the last one included', () => {
    const choice = readChoice({ from: '2026-01-01', to: '2026-01-02' });
    expect(choice).toEqual({ range: 'custom', interval: '5m', from: Date.UTC(2026, 0, 1), to: Date.UTC(2026, 0, 3) });
  });

  it('fits a year into days', () => {
    expect(fitting(365 * 86_400_000)).toBe('1d');
  });

  it('moves the range to where the interval makes a picture: 1m to one day, 1w to 90 days', () => {
    expect(readChoice({ range: '90d', interval: '1m' }).range).toBe('1d');
    expect(readChoice({ range: '90d', interval: '15m' }).range).toBe('30d');
    expect(readChoice({ range: '1d', interval: '1w' }).range).toBe('90d');
    expect(readChoice({ range: '1d', interval: '1d' }).range).toBe('7d');
  });
});
