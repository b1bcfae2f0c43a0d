import { TestBed } from '@angular/core/testing';
import { PreferenceStore } from './preferences';

const root = document.documentElement;
const open = (): PreferenceStore => {
  const store = TestBed.inject(PreferenceStore);
  TestBed.tick();
  return store;
};

describe('PreferenceStore', () => {
  beforeEach(() => localStorage.clear());

  it('follows the system at first and puts nothing about the theme on the page', () => {
    expect(open().value()).toEqual({ theme: 'system', density: 'comfortable', pair: 'green-red' });
    expect(root.dataset['theme']).toBeUndefined();
  });

  it('puts dark, compact and blue-orange on the page and keeps them', () => {
    open().set({ theme: 'dark', density: 'compact', pair: 'blue-orange' });
    TestBed.tick();
    expect([root.dataset['theme'], root.dataset['density'], root.dataset['pair']]).toEqual(['dark', 'compact', 'blue-orange']);
    TestBed.resetTestingModule();
    expect(open().value().theme).toBe('dark');
  });

  it.each(['{', 'null', '"x"', '{"theme":"neon","density":7}'])('falls back where storage holds %s', (kept) => {
    localStorage.setItem('tideline.preferences', kept);
    expect(open().value()).toEqual({ theme: 'system', density: 'comfortable', pair: 'green-red' });
  });
});
