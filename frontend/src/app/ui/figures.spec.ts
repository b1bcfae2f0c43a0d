import {
  direction,
  formatAgo,
  formatBig,
  formatDuration,
  formatFull,
  formatPercent,
  formatPrice,
  formatQuantity,
  quantityDecimals,
} from './figures';

describe('figures', () => {
  it.each([
    [67012.53, '67,012.5'],
    [3123.456, '3,123.46'],
    [1.23456, '1.2346'],
    [0.5, '0.5000'],
    [0.00001234, '0.00001234'],
    [0, '0.0000'],
    [null, '–'],
  ])('writes the price %p as %s', (price, text) => expect(formatPrice(price)).toBe(text));

  it('keeps one width when the decimals are given: 9.5 with 2 is 9.50', () => expect(formatPrice(9.5, 2)).toBe('9.50'));

  it.each([
    [1_234_567_890, '1.23\u00a0B'],
    [2.5e12, '2.50\u00a0T'],
    [999_999, '1.00\u00a0M'],
    [999, '999.00'],
    [-1500, '\u22121.50\u00a0K'],
    [null, '–'],
  ])('shortens %p to %s', (value, text) => expect(formatBig(value)).toBe(text));

  it('writes 1234567.89 in full as 1,234,568', () => expect(formatFull(1_234_567.89)).toBe('1,234,568'));

  it.each([
    [2.5, '+2.50%', 'up'],
    [-0.456, '\u22120.46%', 'down'],
    [-0.001, '0.00%', 'flat'],
    [0, '0.00%', 'flat'],
    [null, '–', 'flat'],
  ])('writes the change %p as %s, going %s', (percent, text, way) => {
    expect(formatPercent(percent)).toBe(text);
    expect(direction(percent)).toBe(way);
  });

  it.each([
    [12_400, '12\u00a0s'],
    [185_000, '3\u00a0min'],
    [5.5 * 3_600_000, '5\u00a0h'],
    [49 * 3_600_000, '2\u00a0d'],
    [-200, '0\u00a0s'],
  ])('writes %p ms as %s', (ms, text) => expect(formatDuration(ms)).toBe(text));

  it('says 12 s ago within a day and the date after 25 hours', () => {
    const now = Date.UTC(2026, 10, 21, 12);
    expect(formatAgo(now - 12_000, now)).toBe('12\u00a0s ago');
    expect(formatAgo(now - 25 * 3_600_000, now)).toBe('20 Nov 2026');
  });

  it('writes quantities to what a tenth of a cent buys: eight decimals at 124,000, four at 1.2, none at 0.0004', () => {
    expect([124_000, 4_295, 1.2, 0.93, 0.0004].map(quantityDecimals)).toEqual([8, 7, 4, 3, 0]);
    expect(formatQuantity(0.00000042, quantityDecimals(124_000))).toBe('0.00000042');
    expect(formatQuantity(12345.678, quantityDecimals(0.93))).toBe('12,345.678');
  });
});
