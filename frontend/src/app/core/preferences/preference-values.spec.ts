import { preferences } from '@tideline/contracts';
import fc from 'fast-check';
import { readPreferences, usualPreferences } from './preference-values';

const anyDocument = fc.record(
  {
    ...{ theme: fc.constantFrom('dark', 'neon', 3), numberFormat: fc.constantFrom('1.234,5', ''), trackedAssets: fc.array(fc.string()) },
    chart: fc.record({
      type: fc.constantFrom('line', 'pie'),
      indicators: fc.anything(),
      drawings: fc.dictionary(fc.string(), fc.anything()),
    }),
    columns: fc.dictionary(fc.string(), fc.array(fc.string())),
    screens: fc.array(fc.record({ name: fc.string({ maxLength: 70 }), query: fc.string() }, { requiredKeys: [] })),
  },
  { requiredKeys: [] },
);

describe('preferences as they are read', () => {
  it('are as the contract has them for an empty document', () => {
    expect(usualPreferences).toEqual(preferences.parse({}));
  });

  it('always are what the contract takes, whatever was stored', () => {
    const sound = (stored: unknown): void => {
      expect(preferences.safeParse(readPreferences(stored)).error?.issues).toBeUndefined();
    };
    fc.assert(fc.property(fc.anything(), sound));
    fc.assert(fc.property(anyDocument, sound), { numRuns: 500 });
  });

  it('stay as they are when read again: a whole document of choices', () => {
    const chosen = {
      ...usualPreferences,
      ...{ theme: 'dark', colours: 'blue-orange', density: 'compact', numberFormat: '1 234.5', defaultInterval: '4h' },
      trackedAssets: ['BTC', 'ETH'],
      chart: { type: 'area', hollow: true, logScale: true, indicators: ['sma:20'], drawings: { BTC: [{ id: 'a' }] } },
      columns: { screener: ['price'] },
      screens: [{ name: 'Mine', query: 'sort=price' }],
      notifications: { email: false, inApp: false, marketAlerts: true },
    };
    expect(readPreferences(chosen)).toEqual(chosen);
  });
});
