import { preferences } from '@tideline/contracts';
import fc from 'fast-check';
import { readPreferences, unstorableIn } from './kept-preferences';

describe('preferences as they are kept', () => {
  it.each([
    [{ columns: { a: ['x\0'] } }, { path: 'columns.a.0', message: 'must be whole characters without NUL' }],
    [{ screens: [{ name: '\ud800' }] }, { path: 'screens.0.name', message: 'must be whole characters without NUL' }],
    [{ columns: { 'a\udc00': [] } }, { path: 'columns', message: 'must have names of whole characters without NUL' }],
    [{ screens: [{ name: '🌊 \\u0000' }], chart: { drawings: { BTC: [[[1.5, null, true]]] } } }, null],
  ])('finds in %j what cannot be stored: %j', (value, fault) => {
    expect(unstorableIn(value)).toEqual(fault);
  });

  it('takes 12 levels below the document and refuses 13 or 100,000', () => {
    const nested = (levels: number): unknown => JSON.parse('['.repeat(levels) + ']'.repeat(levels));
    expect(unstorableIn(nested(13))).toBeNull();
    for (const levels of [14, 100_000]) expect(unstorableIn(nested(levels))?.message).toBe('must not nest deeper than 12 levels');
  });

  it('lets pass only what UTF-8 gives back as it was', () => {
    const anything = fc.jsonValue({ stringUnit: 'binary', maxDepth: 4 });
    fc.assert(
      fc.property(anything, (value) => {
        const text = JSON.stringify(value);
        const storable = !/\\u0000|\\ud[89a-f]/.test(text.replaceAll('\\\\', ''));
        expect(unstorableIn(value) === null).toBe(storable);
      }),
    );
  });

  it('reads whatever was stored as whole preferences, and chosen ones as they are', () => {
    expect(readPreferences({})).toEqual(preferences.parse({}));
    fc.assert(
      fc.property(fc.dictionary(fc.constantFrom(...Object.keys(preferences.shape), 'later'), fc.jsonValue()), (stored) => {
        expect(preferences.safeParse(readPreferences(stored)).success).toBe(true);
      }),
    );
    const chosen = preferences.parse({ theme: 'dark', trackedAssets: ['BTC'], columns: { coins: ['price'] } });
    expect(readPreferences(chosen)).toEqual(chosen);
  });
});
