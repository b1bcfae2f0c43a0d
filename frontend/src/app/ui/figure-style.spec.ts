import fc from 'fast-check';
import { usualStyle, writeFiguresAs, zoneAheadMs, zoneName } from './figure-style';
import {
  formatBig,
  formatCount,
  formatExact,
  formatFixed,
  formatPercent,
  formatPlain,
  formatPrice,
  formatTick,
  readFigure,
} from './figures';

const formats = ['1,234.5', '1.234,5', '1 234.5'] as const;
const newYear = Date.UTC(2026, 0, 1);

describe('how figures are written', () => {
  afterEach(() => writeFiguresAs(usualStyle));

  it.each([
    ['1,234.5', '67,012.5', '1.23\u00a0B', '\u22122.50%', '1.5K'],
    ['1.234,5', '67.012,5', '1,23\u00a0B', '\u22122,50%', '1,5K'],
    ['1 234.5', '67\u202f012.5', '1.23\u00a0B', '\u22122.50%', '1.5K'],
  ] as const)('as %s: %s, %s, %s, %s', (numbers, price, big, percent, tick) => {
    writeFiguresAs({ ...usualStyle, numbers });
    expect([formatPrice(67_012.5), formatBig(1.23e9), formatPercent(-2.5), formatTick(1500)]).toEqual([price, big, percent, tick]);
  });

  it.each(formats)('comes back as the same number, whatever it is: %s', (numbers) => {
    writeFiguresAs({ ...usualStyle, numbers });
    fc.assert(
      fc.property(fc.integer({ min: -1e15, max: 1e15 }), fc.integer({ min: 0, max: 6 }), (whole, decimals) => {
        const value = Number((whole / 10 ** decimals).toFixed(decimals));
        expect(readFigure(formatFixed(value, decimals))).toBe(value + 0);
        expect(readFigure(formatPlain(value))).toBe(value + 0);
      }),
    );
    fc.assert(fc.property(fc.nat(), (count) => expect(readFigure(formatCount(count))).toBe(count)));
  });

  it('reads "2.5" as two and a half though points part thousands, and "2.500" as 2500', () => {
    writeFiguresAs({ ...usualStyle, numbers: '1.234,5' });
    expect([readFigure('2.5'), readFigure('2.500'), readFigure('2,5'), readFigure('x')]).toEqual([2.5, 2500, 2.5, null]);
  });

  it('writes noon UTC as 17:30 in Kolkata and 7 in the evening in New York the American way', () => {
    const noon = newYear + 12 * 3_600_000;
    writeFiguresAs({ ...usualStyle, timeZone: 'Asia/Kolkata' });
    expect([formatExact(noon), zoneAheadMs(noon), zoneName()]).toEqual(['1 Jan 2026, 17:30:00', 5.5 * 3_600_000, 'Asia/Kolkata']);
    writeFiguresAs({ ...usualStyle, locale: 'en-US', timeZone: 'America/New_York' });
    expect(formatExact(newYear).replace('\u202f', ' ')).toBe('Dec 31, 2025, 7:00:00 PM');
    expect(zoneAheadMs(newYear)).toBe(-5 * 3_600_000);
  });

  it('falls back to this device for a zone that does not exist', () => {
    writeFiguresAs({ ...usualStyle, timeZone: 'Mars/Olympus' });
    expect(formatExact(newYear)).toMatch(/2026|2025/);
  });
});
