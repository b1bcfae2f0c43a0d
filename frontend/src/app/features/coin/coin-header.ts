import { ChangeDetectionStrategy, Component, computed, inject, input } from '@angular/core';
import type { AssetDetail, AssetPrice, LivePriceItem } from '@tideline/contracts';
import { Money } from '../../core/money';
import { PreferenceStore } from '../../core/preferences/preference-store';
import { Change } from '../../ui/change';
import { Figure } from '../../ui/figure';
import { formatPrice } from '../../ui/figures';
import { PriceTag } from '../../ui/price-tag';
import { Skeleton } from '../../ui/skeleton';
import { TrackButton } from '../../ui/track-button';
import { words } from '../../words';
import { PriceSources } from './price-sources';

/** Name, live price with its sources, and the key figures of a coin. */
@Component({
  selector: 'tl-coin-header',
  imports: [Change, Figure, PriceSources, PriceTag, Skeleton, TrackButton],
  changeDetection: ChangeDetectionStrategy.OnPush,
  template: `
    <div class="name">
      <div class="title">
        <h1>
          {{ asset()?.name ?? symbol() }} <span class="symbol">{{ symbol() }}</span>
        </h1>
        <tl-track-button [symbol]="symbol()" [tracked]="tracked()" (toggled)="preferences.toggleTracked(symbol())" />
      </div>
      <div class="price">
        @if (newest(); as newest) {
          <tl-price-tag [price]="money.of(newest.price)" [asOf]="newest.asOf" [stale]="newest.stale || silent()" [now]="now()" />
          <span class="window">{{ money.currency() }}</span>
          <tl-change [value]="newest.change24h" [title]="words.change24h" />
          <span class="window" aria-hidden="true">{{ words.window }}</span>
        } @else {
          <tl-skeleton [chars]="10" />
        }
      </div>
      @if (asset()?.enabled === false) {
        <p class="window" role="status">{{ words.disabled }}</p>
      }
      @if (price(); as price) {
        <tl-price-sources [price]="price" [now]="now()" />
      }
    </div>
    <dl [attr.aria-label]="words.keyFigures">
      <div>
        <dt>{{ words.low24h }}</dt>
        <dd>{{ low() }}</dd>
      </div>
      <div>
        <dt>{{ words.high24h }}</dt>
        <dd>{{ high() }}</dd>
      </div>
      <div>
        <dt [title]="words.volumeHint">{{ words.volume24h }}</dt>
        <dd><tl-figure [value]="money.of(newest()?.volume24h)" [sign]="money.sign()" [unit]="money.unit()" /></dd>
      </div>
      <div>
        <dt>{{ words.marketCap }}</dt>
        <dd><tl-figure [value]="money.of(asset()?.marketCap)" [sign]="money.sign()" [unit]="money.unit()" /></dd>
      </div>
      <div>
        <dt>{{ words.supply }}</dt>
        <dd><tl-figure [value]="asset()?.circulatingSupply" [unit]="symbol()" /></dd>
      </div>
      <div>
        <dt>{{ words.allTimeHigh }}</dt>
        <dd>{{ best() }}</dd>
      </div>
    </dl>
  `,
  styleUrl: './coin-header.scss',
})
export class CoinHeader {
  readonly symbol = input.required<string>();
  readonly asset = input<AssetDetail>();
  readonly price = input<AssetPrice>();
  readonly live = input<LivePriceItem>();
  readonly now = input.required<number>();
  /** Nothing has come over the stream for long: the price is old whatever it said of itself. */
  readonly silent = input(false);
  protected readonly words = words.coin;
  protected readonly money = inject(Money);
  protected readonly preferences = inject(PreferenceStore);
  protected readonly tracked = computed(() => this.preferences.value().trackedAssets.includes(this.symbol()));

  /** The stream's price, or the last answer's until the stream is here. */
  protected readonly newest = computed(() => this.live() ?? this.price());
  protected readonly low = computed(() => this.inDollars(this.price()?.low24h ?? this.asset()?.low24h));
  protected readonly high = computed(() => this.inDollars(this.price()?.high24h ?? this.asset()?.high24h));
  protected readonly best = computed(() => this.inDollars(this.asset()?.allTimeHigh));

  /** What a coin once cost is not turned into another currency: its price of then is not known here. */
  private inDollars(price: number | null | undefined): string {
    return this.money.currency() === 'USD' || !price ? formatPrice(price) : `$${formatPrice(price)}`;
  }
}
