import { ChangeDetectionStrategy, Component, computed, inject, input } from '@angular/core';
import { RouterLink } from '@angular/router';
import { LivePrices } from '../../core/live-prices';
import { Money } from '../../core/money';
import { MarketData } from '../../core/market-data';
import { Change } from '../../ui/change';
import { formatPrice } from '../../ui/figures';
import { Skeleton } from '../../ui/skeleton';
import { words } from '../../words';
import type { ChangeWindow } from './asset-order';
import { changeOver, movers } from './asset-order';

const shown = 5;

/** The coins that rose and fell the most over a window. */
@Component({
  selector: 'tl-movers',
  imports: [RouterLink, Change, Skeleton],
  changeDetection: ChangeDetectionStrategy.OnPush,
  templateUrl: './movers.html',
  styleUrl: './movers.scss',
})
export class Movers {
  readonly window = input.required<ChangeWindow>();

  private readonly money = inject(Money);
  private readonly prices = inject(LivePrices);
  private readonly query = inject(MarketData).assets;
  protected readonly words = words.overview;
  protected readonly placeholders = Array.from({ length: shown }, (_, i) => i);
  protected readonly waiting = computed(() => this.query.value() === undefined && this.query.failure() !== null);
  protected readonly loading = computed(() => this.query.value() === undefined);
  protected readonly lists = computed(() => [
    { title: this.words.gainers, none: this.known() ? this.words.noGainers : this.words.noChanges, items: this.list('gainers') },
    { title: this.words.losers, none: this.known() ? this.words.noLosers : this.words.noChanges, items: this.list('losers') },
  ]);
  private readonly known = computed(() => this.query.value()?.some((asset) => changeOver(asset, this.window()) !== null) ?? false);

  private list(way: 'gainers' | 'losers'): { symbol: string; name: string; price: string; change: number | null }[] {
    return movers(this.query.value() ?? [], this.window(), way, shown).map((asset) => ({
      symbol: asset.symbol,
      name: asset.name,
      price: formatPrice(this.money.of(this.prices.of(asset.symbol)()?.price ?? asset.price)),
      change: changeOver(asset, this.window()),
    }));
  }
}
