import { ChangeDetectionStrategy, Component, computed, inject, input } from '@angular/core';
import { Router } from '@angular/router';
import { MarketStatus } from '../../core/market-status';
import { DataModeMark } from '../../ui/data-mode-mark';
import { Segmented } from '../../ui/segmented';
import { words } from '../../words';
import { changeWindows, firstOrder, mapSizes, sortColumns } from './asset-order';
import type { TableView } from './asset-table';
import { AssetTable } from './asset-table';
import { LatestMoves } from './latest-moves';
import { MarketHeader } from './market-header';
import { MarketMap } from './market-map';
import { Movers } from './movers';

/** The value when it is one of those that exist, else what holds by default; a URL may say anything. */
function oneOf<T extends string>(values: readonly T[], fallback: T): (value: string | undefined) => T {
  return (value) => values.find((known) => known === value) ?? fallback;
}

/** How is the market? Its figures, every coin, what moved, and the map. The URL holds what was chosen. */
@Component({
  selector: 'tl-overview-page',
  imports: [AssetTable, DataModeMark, LatestMoves, MarketHeader, MarketMap, Movers, Segmented],
  changeDetection: ChangeDetectionStrategy.OnPush,
  templateUrl: './overview-page.html',
  styleUrl: './overview-page.scss',
})
export class OverviewPage {
  readonly only = input<string>();
  readonly q = input('', { transform: (value: string | undefined) => value ?? '' });
  readonly sort = input('rank', { transform: oneOf(sortColumns, 'rank') });
  readonly order = input<string>();
  readonly window = input('24h', { transform: oneOf(changeWindows, '24h') });
  readonly size = input('marketCap', { transform: oneOf(mapSizes, 'marketCap') });

  private readonly router = inject(Router);
  protected readonly status = inject(MarketStatus);
  protected readonly words = words.overview;
  protected readonly windows = changeWindows.map((value) => ({ value, text: value }));
  protected readonly view = computed<TableView>(() => ({
    search: this.q(),
    only: this.only() === 'tracked',
    sort: this.sort(),
    order: oneOf(['asc', 'desc'], firstOrder(this.sort()))(this.order()),
  }));

  protected showTable({ search, sort, order, only }: Partial<TableView>): void {
    if (only !== undefined) this.keep({ only: only ? 'tracked' : null });
    if (search !== undefined) this.keep({ q: search === '' ? null : search });
    if (sort !== undefined) this.keep({ sort: sort === 'rank' ? null : sort, order: order === firstOrder(sort) ? null : order });
  }

  /** Writes choices into the URL without a new step in the history; null takes one out. */
  protected keep(queryParams: Record<string, string | null | undefined>): void {
    void this.router.navigate([], { queryParams, queryParamsHandling: 'merge', replaceUrl: true, scroll: 'manual' });
  }
}
