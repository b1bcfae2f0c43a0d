import fc from 'fast-check';
import { merged, same } from './preference-merge';

const value = fc.letrec((tie) => ({
  any: fc.oneof(fc.integer(), fc.string(), fc.array(fc.integer()), fc.dictionary(fc.string({ maxLength: 3 }), tie('any'), { maxKeys: 3 })),
})).any;

describe('merging what two devices changed', () => {
  it('keeps both when one changed the theme and the other the columns of the screener', () => {
    const base = { theme: 'system', columns: { screener: ['price'] } };
    const mine = { ...base, theme: 'dark' };
    const theirs = { ...base, columns: { screener: ['price'], overview: ['name'] } };
    expect(merged<unknown>(base, mine, theirs)).toEqual({ theme: 'dark', columns: theirs.columns });
  });

  it('takes mine where both changed the same', () => {
    expect(merged({ theme: 'system' }, { theme: 'dark' }, { theme: 'light' })).toEqual({ theme: 'dark' });
  });

  it('keeps a drawing of each, and not the one that was removed here', () => {
    const [a, b, c] = ['a', 'b', 'c'].map((id) => ({ id, price: 1 }));
    expect(merged<unknown>({ BTC: [a] }, { BTC: [b] }, { BTC: [a, c] })).toEqual({ BTC: [b, c] });
  });

  it('merges screens by their names: one is renamed there, another one changed here', () => {
    const base = [{ name: 'One', query: '1' }, { name: 'Two', query: '2' }]; // prettier-ignore
    const mine = [{ name: 'One', query: 'changed' }, { name: 'Two', query: '2' }]; // prettier-ignore
    const theirs = [{ name: 'One', query: '1' }, { name: 'Zwei', query: '2' }]; // prettier-ignore
    expect(merged<unknown>(base, mine, theirs)).toEqual([{ name: 'One', query: 'changed' }, { name: 'Zwei', query: '2' }]); // prettier-ignore
  });

  it('takes a list without names as a whole: the order of indicators is what was chosen last here', () => {
    expect(merged(['sma:20'], ['rsi:14', 'sma:20'], ['sma:20', 'ema:9'])).toEqual(['rsi:14', 'sma:20']);
  });

  it('is theirs when nothing changed here, mine when nothing changed there, and the same again when merged once more', () => {
    fc.assert(
      fc.property(value, value, value, (base, mine, theirs) => {
        expect(merged(base, base, theirs)).toEqual(theirs);
        expect(merged(base, mine, base)).toEqual(mine);
        const once = merged(base, mine, theirs);
        expect(same(merged(theirs, once, theirs), once)).toBe(true);
      }),
    );
  });
});
