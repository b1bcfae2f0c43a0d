import { ChangeDetectionStrategy, Component, computed, inject, input, linkedSignal, signal } from '@angular/core';
import { Router, RouterLink } from '@angular/router';
import type { ScreenerRow } from '@tideline/contracts';
import { ApiClient } from '../../core/api-client';
import { Clock } from '../../core/clock';
import { liveQuery } from '../../core/live-query';
import { MarketStatus } from '../../core/market-status';
import { ColumnPicker } from '../../ui/column-picker';
import { DataModeMark } from '../../ui/data-mode-mark';
import { Failed } from '../../ui/failed';
import { Notice } from '../../ui/notice';
import { Segmented } from '../../ui/segmented';
import { words as common } from '../../words';
import { screenerWords as words } from '../../words/screener';
import { FilterBuilder } from './filter-builder';
import { SavedScreens } from './saved-screens';
import { ScreenBar } from './screen-bar';
import type { Screen } from './screen-choice';
import { readScreen, screenIntervals, screenParams, sorted } from './screen-choice';
import type { ColumnId } from './screen-columns';
import { computedColumns, screenColumns, usualColumns } from './screen-columns';
import { filterText, loosenings, screened } from './screen-filter';
import { ScreenerTable } from './screener-table';
import { VolatilityRanking } from './volatility-ranking';

const views = ['coins', 'volatility'] as const;

/** Which coins are like this? Filters over all tracked coins, in the order and with the figures one chooses. The URL holds all of it. */
@Component({
  selector: 'tl-screener-page',
  imports: [
    ...[ColumnPicker, DataModeMark, Failed, FilterBuilder, Notice],
    ...[RouterLink, ScreenBar, ScreenerTable, Segmented, VolatilityRanking],
  ],
  providers: [SavedScreens],
  changeDetection: ChangeDetectionStrategy.OnPush,
  templateUrl: './screener-page.html',
  styleUrl: './screener-page.scss',
})
export class ScreenerPage {
  readonly where = input<string>();
  readonly sort = input<string>();
  readonly order = input<string>();
  readonly columns = input<string>();
  readonly interval = input<string>();
  readonly view = input<string>();

  private readonly api = inject(ApiClient);
  private readonly router = inject(Router);
  private readonly saved = inject(SavedScreens);
  protected readonly status = inject(MarketStatus);
  protected readonly now = inject(Clock).now;
  protected readonly words = words;
  protected readonly pickerWords = common.columnPicker;
  protected readonly pickable = screenColumns;
  protected readonly usual = usualColumns;
  protected readonly picking = signal(false);
  protected readonly views = views.map((value) => ({ value, text: words.views[value] }));
  protected readonly intervals = screenIntervals.map((value) => ({ value, text: value }));

  protected readonly shownView = computed(() => views.find((name) => name === this.view()) ?? 'coins');
  protected readonly screen = computed<Screen>(() =>
    readScreen(
      {
        ...{ where: this.where(), sort: this.sort(), order: this.order() },
        ...{ columns: this.columns(), interval: this.interval() },
      },
      this.saved.usual(),
    ),
  );
  protected readonly query = liveQuery({
    question: () => (this.shownView() === 'coins' ? this.screen().interval : undefined),
    load: (interval) => this.api.screener(interval, computedColumns),
    everyMs: 15_000,
  });
  /** The last list stays until the one of another interval is here. */
  protected readonly all = linkedSignal<{ value: ScreenerRow[] | undefined; failed: boolean }, ScreenerRow[] | undefined>({
    source: () => ({ value: this.query.value()?.data, failed: this.query.failure() !== null }),
    computation: ({ value, failed }, previous) => value ?? (failed ? undefined : previous?.value),
  });
  protected readonly waiting = computed(() => this.all() !== undefined && this.query.value() === undefined);
  private readonly found = computed(() => screened(this.all() ?? [], this.screen().filters));
  protected readonly rows = computed(() => this.all() && sorted(this.found().rows, this.screen().sort, this.screen().order));
  protected readonly state = computed(() => {
    const all = this.all();
    if (all === undefined) return this.query.failure() ? 'failed' : 'loading';
    if (all.length === 0) return 'empty';
    return this.found().rows.length === 0 ? 'unmatched' : 'filled';
  });
  protected readonly count = computed(() => {
    const [all, { rows, unjudged }] = [this.all(), this.found()];
    if (!all) return '';
    const found = words.found(rows.length, all.length);
    return unjudged === 0 ? found : `${found}. ${words.unjudged(unjudged)}.`;
  });
  /** Ways out of an empty list; with one filter there is only to clear it. */
  protected readonly ways = computed(() =>
    (this.screen().filters.length < 2 ? [] : loosenings(this.all() ?? [], this.screen().filters)).map(({ filter, count }) => ({
      filters: this.screen().filters.filter((other) => other !== filter),
      text: words.loosen(filterText(filter), count),
    })),
  );

  protected readonly noMatchHint = computed(() => {
    if (this.screen().filters.length < 2) return words.loosenOne;
    return this.ways().length > 0 ? words.loosenHint : words.noneAlone;
  });

  protected change(change: Partial<Screen>): void {
    this.show({ ...this.screen(), ...change });
  }

  /** Columns of one's own hold wherever an address names none; other ones that an address brought are only this view's. */
  protected pickColumns(columns: readonly ColumnId[]): void {
    if (this.screen().columns.join() === this.saved.usual().join()) this.saved.chooseUsual(columns);
    this.change({ columns });
  }

  protected show(screen: Screen): void {
    this.keep({ ...screenParams(screen) });
  }

  /** Writes choices into the URL without a new step in the history; null takes one out. */
  protected keep(queryParams: Record<string, string | null>): void {
    void this.router.navigate([], { queryParams, queryParamsHandling: 'merge', replaceUrl: true, scroll: 'manual' });
  }
}
