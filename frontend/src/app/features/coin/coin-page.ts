import { ChangeDetectionStrategy, Component, computed, effect, inject, input, signal, untracked, viewChild } from '@angular/core';
import { Title } from '@angular/platform-browser';
import { Router, RouterLink } from '@angular/router';
import { ApiClient } from '../../core/api-client';
import { Clock } from '../../core/clock';
import { liveQuery } from '../../core/live-query';
import { LivePrices } from '../../core/live-prices';
import { CandleChart } from '../../ui/candle-chart/candle-chart';
import { DataModeMark } from '../../ui/data-mode-mark';
import { Failed } from '../../ui/failed';
import { formatPrice, priceDecimals } from '../../ui/figures';
import { Notice } from '../../ui/notice';
import { Skeleton } from '../../ui/skeleton';
import { words } from '../../words';
import { CandleStore } from './candle-store';
import { CandleTable } from './candle-table';
import type { ChartQueryChange } from './chart-controls';
import { ChartControls } from './chart-controls';
import { intervalMs, mostCandles, readChoice, spannedCandles } from './chart-range';
import { CoinHeader } from './coin-header';
import { TradeTape } from './trade-tape';

/** The running candle, and one that nobody traded in. */
const slack = 2;
const hollowKey = 'tideline.chart.hollow';

/** One coin: what it costs and why, its candles as they form, and its trades. The URL holds range and interval. */
@Component({
  selector: 'tl-coin-page',
  imports: [CandleChart, CandleTable, ChartControls, CoinHeader, DataModeMark, Failed, Notice, RouterLink, Skeleton, TradeTape],
  providers: [CandleStore],
  changeDetection: ChangeDetectionStrategy.OnPush,
  templateUrl: './coin-page.html',
  styleUrl: './coin-page.scss',
})
export class CoinPage {
  /** From the route `/coin/:symbol`. */
  readonly symbol = input.required<string>();
  readonly range = input<string>();
  readonly interval = input<string>();
  readonly from = input<string>();
  readonly to = input<string>();

  private readonly api = inject(ApiClient);
  private readonly router = inject(Router);
  private readonly title = inject(Title);
  private readonly prices = inject(LivePrices);
  private readonly chart = viewChild(CandleChart);
  protected readonly clock = inject(Clock);
  protected readonly store = inject(CandleStore);
  protected readonly words = words.coin;

  protected readonly canonical = computed(() => this.symbol().toUpperCase());
  protected readonly asset = liveQuery({ question: () => this.canonical(), load: (symbol) => this.api.asset(symbol), everyMs: 60_000 });
  protected readonly sources = liveQuery({ question: () => this.canonical(), load: (symbol) => this.api.price(symbol), everyMs: 5000 });
  /** Only asked while there are fewer candles than the chart has room for: is history still being fetched? */
  protected readonly coverage = liveQuery({
    question: () => (this.short() ? this.canonical() : undefined),
    load: (symbol) => this.api.coverage(symbol),
    everyMs: 10_000,
  });
  protected readonly live = computed(() => this.prices.of(this.canonical())());
  protected readonly silent = this.prices.silent;
  protected readonly unknown = computed(() => this.asset.failure()?.status === 404);
  protected readonly choice = computed(() =>
    readChoice({ range: this.range(), interval: this.interval(), from: this.from(), to: this.to() }),
  );
  protected readonly candleMs = computed(() => intervalMs[this.choice().interval]);
  protected readonly show = computed(() => spannedCandles(this.choice()));
  protected readonly pairs = computed(() => [...new Set(this.asset.value()?.pairs.map(({ pair }) => pair) ?? [])], { equal: sameList });
  protected readonly decimals = computed(() => priceDecimals(this.store.candles().at(-1)?.[4] ?? this.asset.value()?.price ?? 1));
  protected readonly empty = computed(
    () => !this.store.loading() && this.store.candles().length === 0 && this.store.query.failure() === null,
  );
  protected readonly simulated = computed(() => this.asset.value()?.dataMode === 'simulated');
  protected readonly chartLabel = computed(() => words.coin.chartLabel(this.canonical(), this.choice().interval));
  private readonly short = computed(() => {
    const loaded = this.store.query.value();
    return loaded !== undefined && loaded.length < Math.min(this.show(), mostCandles) - slack;
  });
  private readonly backfill = computed(() => this.coverage.value()?.backfill, {
    equal: (a, b) => a?.done === b?.done && a?.total === b?.total,
  });
  protected readonly filling = computed(() => {
    const backfill = this.backfill();
    return backfill && backfill.done < backfill.total ? words.coin.backfill(backfill.done, backfill.total) : '';
  });
  protected readonly emptyHint = computed(() => this.filling() || words.coin.noCandlesHint);
  protected readonly mark = words.mode.simulatedMarket;
  /** Heights of the bars of the loading picture. */
  protected readonly bones = Array.from({ length: 40 }, (_, i) => 35 + 25 * Math.sin(i / 5) + 10 * Math.sin(i * 1.7));
  protected readonly asTable = signal(false);
  protected readonly hollow = signal(readHollow());

  constructor() {
    effect(() => {
      const symbol = this.canonical();
      const choice = this.choice();
      untracked(() => this.store.ask(symbol, choice));
    });
    // Each part of history that arrives may belong to this chart.
    effect(() => {
      if (this.backfill() !== undefined) untracked(() => this.store.query.retry());
    });
    effect(() => {
      const price = this.live()?.price;
      const symbol = this.canonical();
      this.title.setTitle(words.coin.title(price ? `${symbol} ${formatPrice(price)}` : symbol));
    });
  }

  protected change(queryParams: ChartQueryChange): void {
    void this.router.navigate([], { queryParams, queryParamsHandling: 'merge', replaceUrl: true });
  }

  protected setHollow(event: Event): void {
    this.hollow.set((event.target as HTMLInputElement).checked);
    try {
      localStorage.setItem(hollowKey, String(this.hollow()));
    } catch {
      // Storage is blocked: the choice holds until the page is closed.
    }
  }

  protected saveImage(): void {
    const image = this.chart()?.image(this.chartLabel());
    if (!image) return;
    const link = document.createElement('a');
    link.href = image;
    link.download = `${this.canonical()}-${this.choice().interval}-${new Date(this.clock.now()).toISOString().slice(0, 16).replace(':', '')}.png`;
    link.click();
  }
}

function readHollow(): boolean {
  try {
    return localStorage.getItem(hollowKey) === 'true';
  } catch {
    return false;
  }
}

function sameList(a: readonly string[], b: readonly string[]): boolean {
  return a.join() === b.join();
}
