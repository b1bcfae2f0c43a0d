import { Injectable, computed, signal } from '@angular/core';
import { kept } from '../../core/kept';
import { screenerWords as words } from '../../words/screener';
import type { Screen, ScreenParams } from './screen-choice';
import { plainScreen, readScreen, sameScreen, screenParams } from './screen-choice';
import type { ScreenFilter } from './screen-filter';

/** A screen with a name; only the reader's own can be renamed and deleted. */
export interface NamedScreen {
  name: string;
  screen: Screen;
  own: boolean;
}

interface Stored {
  name: string;
  params: ScreenParams;
}

export const longestName = 40;
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

/** The screens one can choose from: those that come with the app, then the reader's own, kept in this browser. */
@Injectable()
export class SavedScreens {
  private readonly own = kept('screens', readStored);
  private readonly removed = signal<{ at: number; entry: Stored } | null>(null);

  readonly all = computed<readonly NamedScreen[]>(() => [
    ...builtInScreens,
    ...this.own.value().map(({ name, params }) => ({ name, screen: readScreen(params), own: true })),
  ]);
  /** The name of the screen deleted last, as long as that can be undone. */
  readonly deleted = computed(() => this.removed()?.entry.name ?? null);

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
    return but === null && this.own.value().length >= mostScreens ? words.nameFaults.full(mostScreens) : '';
  }

  add(name: string, screen: Screen): void {
    this.keep([...this.own.value(), { name: name.trim(), params: screenParams(screen) }]);
  }

  rename(from: string, to: string): void {
    this.keep(this.own.value().map((entry) => (entry.name === from ? { ...entry, name: to.trim() } : entry)));
  }

  delete(name: string): void {
    const at = this.own.value().findIndex((entry) => entry.name === name);
    const entry = this.own.value()[at];
    if (!entry) return;
    this.keep(this.own.value().toSpliced(at, 1));
    this.removed.set({ at, entry });
  }

  /** Brings back what was deleted last. */
  undo(): void {
    const removed = this.removed();
    if (removed) this.keep(this.own.value().toSpliced(removed.at, 0, removed.entry));
  }

  private keep(entries: Stored[]): void {
    this.removed.set(null);
    this.own.set(entries);
  }
}

/** The entries of a stored list that still mean something. */
function readStored(stored: unknown): Stored[] {
  if (!Array.isArray(stored)) return [];
  return stored.filter(isStored).slice(0, mostScreens);
}

function isStored(entry: unknown): entry is Stored {
  if (typeof entry !== 'object' || entry === null || !('name' in entry) || !('params' in entry)) return false;
  const { name, params } = entry;
  const texts = typeof params === 'object' && params !== null ? Object.values(params as Record<string, unknown>) : [1];
  return typeof name === 'string' && texts.every((text) => text === null || typeof text === 'string');
}
