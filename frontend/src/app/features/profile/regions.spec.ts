import { localeNames, sampleOf, timeZones, zoneNamed } from './regions';

describe('regions', () => {
  it('finds "europe/berlin" in the list, takes a name that is only an alias, and no "Mars/Olympus", "+05:30" or nothing', () => {
    const zones = timeZones('Asia/Calcutta');
    expect(['europe/berlin ', 'Asia/Kolkata', 'Mars/Olympus', '+05:30', ''].map((text) => zoneNamed(text, zones))).toEqual([
      'Europe/Berlin',
      'Asia/Kolkata',
      undefined,
      undefined,
      undefined,
    ]);
    expect(zoneNamed('Asia/Kolkata', zones)).toMatch(/^Asia\/(Kolkata|Calcutta)$/);
    expect(zones).toContain('UTC');
  });

  it('offers the chosen locale even where it is none of ours, by name', () => {
    expect(localeNames('ga-IE')).toContainEqual({ tag: 'ga-IE', name: 'Irish (Ireland)' });
    expect(localeNames('de-DE').filter(({ tag }) => tag === 'de-DE')).toHaveLength(1);
  });

  it('writes noon UTC on 21 November as 13:00 in Berlin', () => {
    expect(sampleOf('en-GB', 'Europe/Berlin', Date.UTC(2026, 10, 21, 12))).toBe('Sat, 21 Nov 2026, 13:00');
  });
});
