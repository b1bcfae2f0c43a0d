import { ChangeDetectionStrategy, Component, computed, effect, inject, input, untracked } from '@angular/core';
import { Title } from '@angular/platform-browser';
import { Router, RouterLink } from '@angular/router';
import { ApiClient } from '../../core/api-client';
import { Clock } from '../../core/clock';
import { liveQuery } from '../../core/live-query';
import { LivePrices } from '../../core/live-prices';
import { same } from '../../core/preferences/preference-merge';
import { PreferenceStore } from '../../core/preferences/preference-store';
import { Failed } from '../../ui/failed';
import { formatPrice, priceDecimals } from '../../ui/figures';
import { Notice } from '../../ui/notice';
import { Skeleton } from '../../ui/skeleton';
import { words } from '../../words';
import { CandleStore } from './candle-store';
import { ChartPanel } from './chart-panel';
import { mostCandles, readChoice, spannedCandles } from './chart-range';
import { readSettings } from './chart-settings';
import { CoinHeader } from './coin-header';
import { TradeTape } from './trade-tape';

/** The running candle, and one that nobody traded in. */
const slack = 2;

/** One coin: what it costs and why, its candles as they form, and its trades. The URL holds all that the chart shows. */
@Component({
  selector: 'tl-coin-page',
  imports: [ChartPanel, CoinHeader, Failed, Notice, RouterLink, Skeleton, TradeTape],
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
  readonly type = input<string>();
  readonly scale = input<string>();
  readonly indicators = input<string>();
  readonly compare = input<string>();

  private readonly api = inject(ApiClient);
  private readonly router = inject(Router);
  private readonly title = inject(Title);
  private readonly prices = inject(LivePrices);
  private readonly preferences = inject(PreferenceStore);
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
  protected readonly choice = computed(
    () =>
      readChoice(
        { range: this.range(), interval: this.interval(), from: this.from(), to: this.to() },
        this.preferences.value().defaultInterval,
      ),
    { equal: same },
  );
  protected readonly settings = computed(
    () =>
      readSettings(
        {
          type: this.type(),
          scale: this.scale(),
          indicators: this.indicators(),
          compare: this.compare(),
          range: this.range(),
          interval: this.interval(),
        },
        this.canonical(),
        this.preferences.value().chart,
      ),
    { equal: same },
  );
  private readonly show = computed(() => spannedCandles(this.choice()));
  protected readonly pairs = computed(() => [...new Set(this.asset.value()?.pairs.map(({ pair }) => pair) ?? [])], { equal: sameList });
  protected readonly decimals = computed(() => priceDecimals(this.store.candles().at(-1)?.[4] ?? this.asset.value()?.price ?? 1));
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

  constructor() {
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

  protected change(queryParams: Record<string, string | null>): void {
    void this.router.navigate([], { queryParams, queryParamsHandling: 'merge', replaceUrl: true });
  }
}

function sameList(a: readonly string[], b: readonly string[]): boolean {
  return a.join() === b.join();
}
