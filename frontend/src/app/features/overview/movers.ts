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

interface Mover {
  symbol: string;
  name: string;
  price: string;
  change: number | null;
}

interface MoverList {
  title: string;
  items: Mover[];
  /** What is said in place of items. */
  none: string;
  /** What is said below items that are fewer than there is room for. */
  others: string;
}

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
  protected readonly lists = computed<MoverList[]>(() => [
    this.listOf('gainers', this.words.noGainers, this.words.noOtherGainers),
    this.listOf('losers', this.words.noLosers, this.words.noOtherLosers),
  ]);
  private readonly known = computed(() => this.query.value()?.some((asset) => changeOver(asset, this.window()) !== null) ?? false);

  private listOf(way: 'gainers' | 'losers', none: string, others: string): MoverList {
    return { title: this.words[way], none: this.known() ? none : this.words.noChanges, others, items: this.list(way) };
  }

  private list(way: 'gainers' | 'losers'): Mover[] {
    return movers(this.query.value() ?? [], this.window(), way, shown).map((asset) => ({
      symbol: asset.symbol,
      name: asset.name,
      price: formatPrice(this.money.of(this.prices.of(asset.symbol)()?.price ?? asset.price)),
      change: changeOver(asset, this.window()),
    }));
  }
}
