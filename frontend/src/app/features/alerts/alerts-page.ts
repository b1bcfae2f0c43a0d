import { ChangeDetectionStrategy, Component, computed, effect, inject, input, untracked } from '@angular/core';
import { Router } from '@angular/router';
import { Clock } from '../../core/clock';
import { MarketData } from '../../core/market-data';
import { MarketStatus } from '../../core/market-status';
import { DataModeMark } from '../../ui/data-mode-mark';
import { Failed } from '../../ui/failed';
import { formatCount } from '../../ui/figures';
import { MoveRow, moveText } from '../../ui/move-row';
import { Notice } from '../../ui/notice';
import { Segmented } from '../../ui/segmented';
import { Skeleton } from '../../ui/skeleton';
import { moveWords as words } from '../../words/moves';
import type { MovePeriod } from './move-feed';
import { MoveFeed, movePeriods } from './move-feed';

const periods = Object.keys(movePeriods) as MovePeriod[];

/** What has moved unusually? Every market alert, newest first, new ones by themselves. The URL holds coin and period. */
@Component({
  selector: 'tl-alerts-page',
  imports: [DataModeMark, Failed, MoveRow, Notice, Segmented, Skeleton],
  providers: [MoveFeed],
  changeDetection: ChangeDetectionStrategy.OnPush,
  templateUrl: './alerts-page.html',
  styleUrl: './alerts-page.scss',
})
export class AlertsPage {
  readonly symbol = input<string>();
  readonly period = input<string>();

  private readonly router = inject(Router);
  protected readonly feed = inject(MoveFeed);
  protected readonly market = inject(MarketData);
  protected readonly status = inject(MarketStatus);
  protected readonly now = inject(Clock).now;
  protected readonly words = words;
  protected readonly bones = Array.from({ length: 8 }, (_, i) => 50 + ((i * 7) % 12));

  protected readonly periods = periods.map((value) => ({ value, text: words.periods[value] }));
  protected readonly span = computed(() => periods.find((name) => name === this.period()) ?? '30d');
  protected readonly coin = computed(() => (/^[a-z0-9]{1,20}$/i.test(this.symbol() ?? '') ? (this.symbol() ?? '').toUpperCase() : ''));
  /** The tracked coins, and the one from the URL, whatever it is. */
  protected readonly coins = computed(() => {
    const symbols = (this.market.assets.value() ?? []).map((asset) => asset.symbol);
    return this.coin() === '' || symbols.includes(this.coin()) ? symbols : [this.coin(), ...symbols];
  });
  protected readonly count = computed(() => {
    const moves = this.feed.moves();
    return moves === undefined || moves.length === 0 ? '' : words.count(formatCount(moves.length), this.feed.hasOlder());
  });
  protected readonly none = computed(() => words.none(this.coin() && words.noneOf(this.coin()), words.periods[this.span()]));
  protected readonly news = computed(() => {
    const move = this.feed.news();
    return move === null ? '' : `${move.symbol} ${moveText(move)}`;
  });

  constructor() {
    effect(() => {
      const asked = { symbol: this.coin() || null, period: this.span() };
      untracked(() => this.feed.ask(asked));
    });
  }

  protected pickCoin(event: Event): void {
    this.keep({ symbol: (event.target as HTMLSelectElement).value || null });
  }

  protected keep(queryParams: Record<string, string | null>): void {
    void this.router.navigate([], { queryParams, queryParamsHandling: 'merge', replaceUrl: true, scroll: 'manual' });
  }
}
