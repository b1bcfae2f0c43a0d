import { Injectable, computed, inject, signal } from '@angular/core';
import type { Preferences } from '@tideline/contracts';
import { PreferenceStore } from '../../core/preferences/preference-store';
import { screenerWords as words } from '../../words/screener';
import type { Screen } from './screen-choice';
import { plainScreen, readScreen, sameScreen, screenParams } from './screen-choice';
import type { ColumnId } from './screen-columns';
import { columnIds, usualColumns } from './screen-columns';
import type { ScreenFilter } from './screen-filter';

/** A screen with a name; only the reader's own can be renamed and deleted. */
export interface NamedScreen {
  name: string;
  screen: Screen;
  own: boolean;
}

type Stored = Preferences['screens'][number];

export const longestName = 40;
const tableName = 'screener';
export const mostScreens = 30;

const builtIn = (name: string, ...filters: ScreenFilter[]): NamedScreen => ({
  name,
  screen: {
    ...plainScreen,
    filters,
    ...(filters[0] && { sort: filters[0].column, order: filters[0].comparison === 'lt' ? 'asc' : 'desc' }),
  },
  own: false,
});

/** What comes with the app. The names say all that the filters ask. */
const builtInScreens: readonly NamedScreen[] = [
  builtIn(words.builtIn.all),
  builtIn(words.builtIn.oversold, { column: 'rsi:14', comparison: 'lt', value: 30 }),
  builtIn(words.builtIn.overbought, { column: 'rsi:14', comparison: 'gt', value: 70 }),
  builtIn(words.builtIn.nearHigh, { column: 'high:90d', comparison: 'gt', value: -5 }),
  builtIn(words.builtIn.nearLow, { column: 'low:90d', comparison: 'lt', value: 5 }),
  builtIn(words.builtIn.aboveAverage, { column: 'distance:sma:50', comparison: 'gt', value: 0 }),
];

/** The screens one can choose from: those that come with the app, then the reader's own, kept with the preferences. */
@Injectable()
export class SavedScreens {
  private readonly preferences = inject(PreferenceStore);
  private readonly own = computed(() => this.preferences.value().screens);
  /** The columns of a screen that says nothing of them. */
  readonly usual = computed<readonly ColumnId[]>(
    () => {
      const chosen = this.preferences.value().columns[tableName] ?? [];
      const known = columnIds.filter((id) => chosen.includes(id));
      return known.length === 0 ? usualColumns : known;
    },
    { equal: (a, b) => a.join() === b.join() },
  );
  private readonly removed = signal<{ at: number; entry: Stored } | null>(null);

  readonly all = computed<readonly NamedScreen[]>(() => [
    ...builtInScreens.map((named) => ({ ...named, screen: { ...named.screen, columns: this.usual() } })),
    ...this.own().map(({ name, query }) => ({ name, screen: this.read(query), own: true })),
  ]);
  /** The name of the screen deleted last, as long as that can be undone. */
  readonly deleted = computed(() => this.removed()?.entry.name ?? null);

  /** Chooses the columns of every screen that says nothing of them. */
  chooseUsual(columns: readonly ColumnId[]): void {
    this.preferences.set({ columns: { ...this.preferences.value().columns, [tableName]: [...columns] } });
  }

  /** The named screen that shows exactly this. */
  matching(screen: Screen): NamedScreen | undefined {
    return this.all().findLast((named) => sameScreen(named.screen, screen));
  }

  /** What speaks against a name, in words; empty when nothing does. `but` is the name it may replace. */
  fault(name: string, but: string | null = null): string {
    const wanted = name.trim();
    if (wanted === '') return words.nameFaults.empty;
    if (wanted.length > longestName) return words.nameFaults.long(longestName);
    const taken = this.all().find((named) => named.name !== but && named.name.toLowerCase() === wanted.toLowerCase());
    if (taken) return words.nameFaults.taken(taken.name);
    return but === null && this.own().length >= mostScreens ? words.nameFaults.full(mostScreens) : '';
  }

  add(name: string, screen: Screen): void {
    this.keep([...this.own(), { name: name.trim(), query: this.write(screen) }]);
  }

  rename(from: string, to: string): void {
    this.keep(this.own().map((entry) => (entry.name === from ? { ...entry, name: to.trim() } : entry)));
  }

  delete(name: string): void {
    const at = this.own().findIndex((entry) => entry.name === name);
    const entry = this.own()[at];
    if (!entry) return;
    this.keep(this.own().toSpliced(at, 1));
    this.removed.set({ at, entry });
  }

  /** Brings back what was deleted last. */
  undo(): void {
    const removed = this.removed();
    if (removed) this.keep(this.own().toSpliced(removed.at, 0, removed.entry));
  }

  private keep(entries: Stored[]): void {
    this.removed.set(null);
    this.preferences.set({ screens: entries });
  }

  private read(query: string): Screen {
    return readScreen(Object.fromEntries(new URLSearchParams(query)), this.usual());
  }

  private write(screen: Screen): string {
    const params = Object.entries(screenParams(screen)).flatMap(([name, text]) => (text === null ? [] : [[name, text]]));
    return new URLSearchParams(params).toString();
  }
}
