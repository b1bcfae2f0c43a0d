import { TestBed } from '@angular/core/testing';
import { SavedScreens } from './saved-screens';
import { plainScreen, readScreen } from './screen-choice';

const screen = readScreen({ where: 'rsi:14~lt~25', sort: 'price' });
const open = (): SavedScreens => TestBed.configureTestingModule({ providers: [SavedScreens] }).inject(SavedScreens);
const own = (saved: SavedScreens): string[] => saved.all().flatMap((named) => (named.own ? [named.name] : [])); // prettier-ignore

describe('SavedScreens', () => {
  beforeEach(() => localStorage.clear());

  it('brings six of its own, whose filters are what their names say', () => {
    const saved = open();
    expect(saved.all()).toHaveLength(6);
    expect(saved.all()[1]).toMatchObject({ name: 'Oversold: RSI below 30', own: false, screen: { sort: 'rsi:14', order: 'asc' } });
    expect(saved.matching(plainScreen)?.name).toBe('All coins');
  });

  it('keeps "Mine" with its filter and order for the next visit', () => {
    open().add(' Mine ', screen);
    TestBed.resetTestingModule();
    const again = open();
    expect([own(again), again.matching(screen)?.name]).toEqual([['Mine'], 'Mine']);
    expect(again.matching(screen)?.screen).toEqual(screen);
  });

  it('renames, deletes, and brings back to the same place', () => {
    const saved = open();
    saved.add('One', screen);
    saved.add('Two', plainScreen);
    saved.rename('One', 'First');
    saved.delete('First');
    expect([own(saved), saved.deleted()]).toEqual([['Two'], 'First']);
    saved.undo();
    expect([own(saved), saved.deleted()]).toEqual([['First', 'Two'], null]);
  });

  it('refuses no name, 41 letters, and a name that is taken whatever its case, but not its own', () => {
    const saved = open();
    saved.add('Mine', screen);
    expect([saved.fault('  '), saved.fault('x'.repeat(41))]).toEqual(['Give it a name.', 'A name has at most 40 letters.']);
    expect(saved.fault('mine')).toBe('There is already one called “Mine”.');
    expect([saved.fault('mine', 'Mine'), saved.fault('Other')]).toEqual(['', '']);
  });

  it('refuses the 31st', () => {
    const saved = open();
    for (let i = 0; i < 30; i += 1) saved.add(`Screen ${i}`, screen);
    expect(saved.fault('One more')).toMatch(/at most 30/);
  });

  it('shows the columns one chose for the table in every screen that names none, and still knows which screen that is', () => {
    const saved = open();
    saved.add('Price only', { ...plainScreen, columns: ['price'] });
    saved.chooseUsual(['rsi:14', 'price']);
    expect(saved.all()[0]?.screen.columns).toEqual(['price', 'rsi:14']);
    expect(saved.matching(readScreen({}, saved.usual()))?.name).toBe('All coins');
    expect(saved.all().at(-1)?.screen.columns).toEqual(['price']);
  });
});
