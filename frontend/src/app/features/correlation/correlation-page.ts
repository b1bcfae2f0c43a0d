import type { ElementRef } from '@angular/core';
import { ChangeDetectionStrategy, Component, computed, inject, input, linkedSignal, signal, viewChild } from '@angular/core';
import { Router, RouterLink } from '@angular/router';
import type { CorrelationMatrix } from '@tideline/contracts';
import { ApiClient } from '../../core/api-client';
import { Clock } from '../../core/clock';
import { liveQuery } from '../../core/live-query';
import { MarketData } from '../../core/market-data';
import { MarketStatus } from '../../core/market-status';
import { DataModeMark } from '../../ui/data-mode-mark';
import { Failed } from '../../ui/failed';
import { formatCount, formatDay } from '../../ui/figures';
import { Notice } from '../../ui/notice';
import { Segmented } from '../../ui/segmented';
import { correlationWords as words } from '../../words/correlation';
import { CoinPicker } from './coin-picker';
import type { CorrelationChoice } from './correlation-choice';
import { choiceParams, fittingIntervals, methods, orders, periods, readChoice, usualCoins } from './correlation-choice';
import { HeatGrid } from './heat-grid';
import { HeatLegend } from './heat-legend';
import { MatrixPlaceholder } from './matrix-placeholder';
import { cellAt, matrixRows, observationRange, strongestCell } from './matrix-view';
import { PairPanel } from './pair-panel';

const renewMs = 300_000;

/** Which coins move alike? A heat matrix of the correlations of their returns, and any two of them side by side. The URL holds the choice. */
@Component({
  selector: 'tl-correlation-page',
  imports: [CoinPicker, DataModeMark, Failed, HeatGrid, HeatLegend, MatrixPlaceholder, Notice, PairPanel, RouterLink, Segmented],
  changeDetection: ChangeDetectionStrategy.OnPush,
  templateUrl: './correlation-page.html',
  styleUrl: './correlation-page.scss',
})
export class CorrelationPage {
  readonly period = input<string>();
  readonly interval = input<string>();
  readonly method = input<string>();
  readonly order = input<string>();
  readonly coins = input<string>();
  readonly pair = input<string>();

  private readonly api = inject(ApiClient);
  private readonly router = inject(Router);
  private readonly aside = viewChild<ElementRef<HTMLElement>>('aside');
  protected readonly market = inject(MarketData);
  protected readonly status = inject(MarketStatus);
  protected readonly now = inject(Clock).now;
  protected readonly words = words;
  protected readonly picking = signal(false);

  protected readonly periods = periods.map((value) => ({ value, text: value }));
  protected readonly methods = methods.map((value) => ({ value, text: words.methods[value] }));
  protected readonly orders = orders.map((value) => ({ value, text: words.orders[value] }));
  protected readonly choice = computed(() =>
    readChoice({
      ...{ period: this.period(), interval: this.interval(), method: this.method() },
      ...{ order: this.order(), coins: this.coins(), pair: this.pair() },
    }),
  );
  protected readonly intervals = computed(() => fittingIntervals[this.choice().period].map((value) => ({ value, text: value })));

  /** The chosen coins that are tracked, by rank; the usual ones where fewer than two are left of the choice. */
  protected readonly symbols = computed(
    () => {
      const all = (this.market.assets.value() ?? []).map((asset) => asset.symbol);
      const chosen = all.filter((symbol) => this.choice().coins?.includes(symbol));
      return chosen.length < 2 ? all.slice(0, usualCoins) : chosen;
    },
    { equal: (a, b) => a.join() === b.join() },
  );
  private readonly question = computed(
    () => {
      const { period, interval, method } = this.choice();
      return this.symbols().length < 2 ? undefined : { symbols: this.symbols(), period, interval, method };
    },
    { equal: (a, b) => JSON.stringify(a) === JSON.stringify(b) },
  );
  protected readonly query = liveQuery({ question: () => this.question(), load: (asked) => this.api.correlation(asked), everyMs: renewMs });
  /** The last matrix stays, dimmed, until the next one is here. */
  protected readonly shown = linkedSignal<{ value: CorrelationMatrix | undefined; failed: boolean }, CorrelationMatrix | undefined>({
    source: () => ({ value: this.query.value(), failed: this.query.failure() !== null }),
    computation: ({ value, failed }, previous) => value ?? (failed ? undefined : previous?.value),
  });
  protected readonly waiting = computed(() => this.query.value() === undefined);
  protected readonly failed = computed(() => (this.market.assets.value() === undefined ? this.market.assets : this.query));
  protected readonly fewCoins = computed(() => this.market.assets.value() !== undefined && this.symbols().length < 2);
  protected readonly rows = computed(() => {
    const matrix = this.shown();
    return matrix ? matrixRows(matrix, this.choice().order) : [];
  });
  private readonly picked = computed(() => {
    const [matrix, pair] = [this.shown(), this.choice().pair];
    return matrix && pair ? cellAt(matrix, ...pair) : undefined;
  });
  /** The pair beside the matrix: the chosen one, or else the strongest. */
  protected readonly cell = computed(() => {
    const matrix = this.shown();
    return this.picked() ?? (matrix && strongestCell(matrix));
  });
  protected readonly unasked = computed(() => this.picked() === undefined);
  protected readonly facts = computed(() => {
    const matrix = this.shown();
    const range = matrix && observationRange(matrix);
    if (!matrix || !range) return '';
    const span = words.span(formatDay(Date.parse(matrix.from)), formatDay(Date.parse(matrix.to)));
    return `${words.observationsRange(formatCount(range[0]), formatCount(range[1]))} · ${span}`;
  });

  protected set(change: Partial<CorrelationChoice>): void {
    const queryParams = choiceParams({ ...this.choice(), ...change });
    void this.router.navigate([], { queryParams, queryParamsHandling: 'merge', replaceUrl: true, scroll: 'manual' });
  }

  protected pick(coins: readonly string[] | null): void {
    this.picking.set(false);
    this.set({ coins });
  }

  /** On a small screen the pair is below the matrix: bring it into view. */
  protected open(pair: readonly [string, string]): void {
    this.set({ pair });
    const aside = this.aside()?.nativeElement;
    if (aside && aside.getBoundingClientRect().top > innerHeight / 2) aside.scrollIntoView({ block: 'start' });
  }
}
