import { TestBed } from '@angular/core/testing';
import { formatExact, formatPrice } from '../../ui/figures';
import type { ProfileStyle } from './preference-store';
import { PreferenceStore } from './preference-store';
import { usualPreferences } from './preference-values';

const root = document.documentElement;
const berlin: ProfileStyle = { locale: 'en-GB', timeZone: 'Europe/Berlin', displayCurrency: 'USD' };
const open = (): PreferenceStore => {
  TestBed.resetTestingModule();
  const store = TestBed.inject(PreferenceStore);
  TestBed.tick();
  return store;
};
const stored = (name: string): unknown => JSON.parse(localStorage.getItem(`tideline.${name}`) ?? 'null');

describe('PreferenceStore', () => {
  beforeEach(() => localStorage.clear());
  afterEach(() => {
    localStorage.clear();
    open();
  });

  it('follows the system at first and puts nothing about the theme on the page', () => {
    expect(open().value()).toEqual(usualPreferences);
    expect(root.dataset['theme']).toBeUndefined();
  });

  it('puts dark, compact and blue-orange on the page, and keeps them for theme.js and the next visit', () => {
    open().set({ theme: 'dark', density: 'compact', colours: 'blue-orange' });
    TestBed.tick();
    expect([root.dataset['theme'], root.dataset['density'], root.dataset['pair']]).toEqual(['dark', 'compact', 'blue-orange']);
    expect(stored('look')).toEqual({ theme: 'dark', density: 'compact', colours: 'blue-orange' });
    expect(open().value().theme).toBe('dark');
  });

  it.each(['{', 'null', '"x"', '{"theme":"neon","density":7}'])('falls back where storage holds %s', (kept) => {
    localStorage.setItem('tideline.preferences', kept);
    expect(open().value()).toEqual(usualPreferences);
  });

  it('writes 67,012.5 as 67.012,5 from the moment that is chosen', () => {
    const store = open();
    store.set({ numberFormat: '1.234,5' });
    TestBed.tick();
    expect(formatPrice(67_012.5)).toBe('67.012,5');
  });

  it('takes over what earlier versions kept: colours, hollow candles, a drawing and a screen, and removes it', () => {
    const level = { id: 'a', kind: 'level', price: 67_000 };
    localStorage.setItem('tideline.preferences', '{"theme":"dark","density":"compact","pair":"blue-orange"}');
    localStorage.setItem('tideline.chart.hollow', 'true');
    localStorage.setItem('tideline.drawings.BTC', JSON.stringify([level]));
    localStorage.setItem('tideline.screens', JSON.stringify([{ name: 'Mine', params: { where: 'rsi:14~lt~25', sort: null } }]));
    expect(open().value()).toMatchObject({ theme: 'dark', density: 'compact', colours: 'blue-orange' });
    const { chart, screens } = open().value();
    expect([chart.hollow, chart.drawings]).toEqual([true, { BTC: [level] }]);
    expect(screens).toEqual([{ name: 'Mine', query: 'where=rsi%3A14%7Elt%7E25' }]);
    expect(Object.keys(localStorage).sort()).toEqual(['tideline.look', 'tideline.preferences']);
  });

  it('leaves what earlier versions kept where storage refuses the new place', () => {
    localStorage.setItem('tideline.chart.hollow', 'true');
    const refuse = jest.spyOn(Storage.prototype, 'setItem').mockImplementation(() => {
      throw new DOMException('full', 'QuotaExceededError');
    });
    expect(open().value().chart.hollow).toBe(true);
    refuse.mockRestore();
    expect(localStorage.getItem('tideline.chart.hollow')).toBe('true');
  });

  it('shows the account while somebody is signed in, and the visitor again, with no trace of the account, afterwards', () => {
    const store = open();
    store.set({ theme: 'light' });
    store.enter('u1', berlin);
    store.set({ theme: 'dark' });
    TestBed.tick();
    expect([store.value().theme, root.dataset['theme'], formatExact(Date.UTC(2026, 0, 1, 12))]).toEqual([
      'dark',
      'dark',
      '1 Jan 2026, 13:00:00',
    ]);
    expect(open().value().theme).toBe('dark');
    const again = open();
    again.leave();
    TestBed.tick();
    expect([again.value().theme, root.dataset['theme'], stored('account-preferences')]).toEqual(['light', 'light', null]);
  });

  it('hears what another tab has kept', () => {
    const store = open();
    localStorage.setItem('tideline.preferences', JSON.stringify({ ...usualPreferences, theme: 'light' }));
    window.dispatchEvent(new StorageEvent('storage', { key: 'tideline.preferences' }));
    expect(store.value().theme).toBe('light');
  });

  it('resets what was chosen and leaves what was made: drawings, screens and tracked coins', () => {
    const store = open();
    const made = { screens: [{ name: 'Mine', query: '' }], trackedAssets: ['BTC'] };
    store.set({ ...made, theme: 'dark', columns: { screener: ['price'] } });
    store.setChart({ type: 'line', drawings: { BTC: [1] } });
    store.reset();
    expect(store.value()).toEqual({ ...usualPreferences, ...made, chart: { ...usualPreferences.chart, drawings: { BTC: [1] } } });
  });
});
