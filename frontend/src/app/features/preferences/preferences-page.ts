import { ChangeDetectionStrategy, Component, computed, inject, signal } from '@angular/core';
import { RouterLink } from '@angular/router';
import type { CandleInterval, Preferences } from '@tideline/contracts';
import { PreferenceStore } from '../../core/preferences/preference-store';
import { preferenceChoices } from '../../core/preferences/preference-values';
import { Session } from '../../core/session/session';
import { zoneName } from '../../ui/figure-style';
import { formatBig, formatPercent, formatPrice } from '../../ui/figures';
import { Icon } from '../../ui/icon';
import { Segmented } from '../../ui/segmented';
import { words as common } from '../../words';
import { chartWords } from '../../words/chart';
import { preferenceWords as words } from '../../words/preferences';
import { SavingNote } from './saving-note';
import { Setting } from './setting';
import { TrackedCoins } from './tracked-coins';

/** The tables whose columns can be chosen, with where that is done. */
const tables = [
  { name: 'overview', path: '/' },
  { name: 'screener', path: '/screener' },
] as const;

/** How the app looks and behaves for this reader. Every change holds at once; there is nothing to send. */
@Component({
  selector: 'tl-preferences-page',
  imports: [Icon, RouterLink, SavingNote, Segmented, Setting, TrackedCoins],
  changeDetection: ChangeDetectionStrategy.OnPush,
  templateUrl: './preferences-page.html',
  styleUrl: './preferences-page.scss',
})
export class PreferencesPage {
  protected readonly store = inject(PreferenceStore);
  protected readonly signedIn = inject(Session).signedIn;
  protected readonly words = words;
  protected readonly value = this.store.value;
  protected readonly chart = computed(() => this.value().chart);

  protected readonly themes = offered(preferenceChoices.theme, common.preferences.themes);
  protected readonly colours = offered(preferenceChoices.colours, common.preferences.pairs);
  protected readonly densities = offered(preferenceChoices.density, common.preferences.densities);
  protected readonly numberFormats = preferenceChoices.numberFormat.map((value) => ({ value, text: value }));
  protected readonly intervals = preferenceChoices.defaultInterval;
  protected readonly chartTypes = offered(preferenceChoices.chartType, chartWords.types);

  /** Read in the template, so that it is written anew in another format. */
  protected readonly example = computed(() => words.example(formatPrice(67_012.5), formatBig(1_234_567_890), formatPercent(-2.5)));
  protected readonly zone = computed(() => (this.signedIn() ? words.zoneOfProfile(zoneName()) : words.zoneOfDevice(zoneName())));
  protected readonly drawings = computed(() => {
    const lists = Object.values(this.chart().drawings).filter((list) => list.length > 0);
    return words.drawingsOf(lists.flat().length, lists.length);
  });
  protected readonly tables = computed(() =>
    tables.map(({ name, path }) => ({ name, path, label: words.columns[name], chosen: this.value().columns[name]?.length ?? 0 })),
  );
  /** What a reset took away, as long as it can be brought back. */
  protected readonly before = signal<Preferences | null>(null);

  protected set(change: Partial<Preferences>): void {
    this.before.set(null);
    this.store.set(change);
  }

  protected setChart(change: Partial<Preferences['chart']>): void {
    this.before.set(null);
    this.store.setChart(change);
  }

  protected pickInterval(event: Event): void {
    this.set({ defaultInterval: (event.target as HTMLSelectElement).value as CandleInterval });
  }

  protected isOn(event: Event): boolean {
    return (event.target as HTMLInputElement).checked;
  }

  protected withoutIndicator(key: string): void {
    this.setChart({ indicators: this.chart().indicators.filter((other) => other !== key) });
  }

  protected usualColumns(name: string): void {
    const { [name]: _, ...columns } = this.value().columns;
    this.set({ columns });
  }

  protected screenQuery(query: string): Record<string, string> {
    return Object.fromEntries(new URLSearchParams(query));
  }

  protected reset(): void {
    const before = this.value();
    this.store.reset();
    this.before.set(before);
  }

  protected undo(): void {
    const before = this.before();
    if (before) this.set(before);
  }
}

function offered<T extends string>(values: readonly T[], texts: Record<T, string>): { value: T; text: string }[] {
  return values.map((value) => ({ value, text: texts[value] }));
}
