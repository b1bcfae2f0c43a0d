import { CdkFixedSizeVirtualScroll, CdkVirtualForOf, CdkVirtualScrollViewport, CdkVirtualScrollableWindow } from '@angular/cdk/scrolling';
import { ChangeDetectionStrategy, Component, computed, inject, input, output } from '@angular/core';
import { RouterLink } from '@angular/router';
import type { AssetSummary } from '@tideline/contracts';
import { Clock } from '../../core/clock';
import { MarketData } from '../../core/market-data';
import { RowHeight } from '../../core/row-height';
import { Failed } from '../../ui/failed';
import { Icon } from '../../ui/icon';
import { Notice } from '../../ui/notice';
import { words } from '../../words';
import type { ChangeWindow, Order, SortColumn } from './asset-order';
import { firstOrder, matching, sortColumns, sorted } from './asset-order';
import { AssetRow } from './asset-row';
import { AssetRowPlaceholder } from './asset-row-placeholder';

/** How the table is sorted and narrowed; the page keeps it in the URL. */
export interface TableView {
  search: string;
  sort: SortColumn;
  order: Order;
}

/**
 * Every tracked coin, live. The order follows the list as it was last loaded, not every tick, so that rows stay where they are while
 * one reads them. Rows beyond the screen are not drawn.
 */
@Component({
  selector: 'tl-asset-table',
  imports: [
    ...[CdkVirtualScrollViewport, CdkVirtualScrollableWindow, CdkFixedSizeVirtualScroll, CdkVirtualForOf],
    ...[AssetRow, AssetRowPlaceholder, Failed, Icon, Notice, RouterLink],
  ],
  changeDetection: ChangeDetectionStrategy.OnPush,
  templateUrl: './asset-table.html',
  styleUrls: ['./asset-table.scss', './asset-table-head.scss'],
})
export class AssetTable {
  readonly view = input.required<TableView>();
  /** The change that a phone's single change column shows. */
  readonly window = input.required<ChangeWindow>();
  readonly viewChange = output<Partial<TableView>>();

  protected readonly query = inject(MarketData).assets;
  protected readonly now = inject(Clock).now;
  protected readonly rowHeight = inject(RowHeight).pixels;
  protected readonly words = words.overview;
  protected readonly columns = sortColumns;
  protected readonly placeholders = Array.from({ length: 20 }, (_, i) => i);

  protected readonly all = computed(() => this.query.value() ?? []);
  protected readonly rows = computed(() => {
    const { search, sort, order } = this.view();
    return sorted(matching(this.all(), search), sort, order);
  });
  protected readonly state = computed(() => {
    if (this.query.value() === undefined) return this.query.failure() ? 'failed' : 'loading';
    if (this.all().length === 0) return 'empty';
    return this.rows().length === 0 ? 'unmatched' : 'filled';
  });

  protected bySymbol(_index: number, asset: AssetSummary): string {
    return asset.symbol;
  }

  protected ariaSort(column: SortColumn): 'ascending' | 'descending' | null {
    const { sort, order } = this.view();
    if (sort !== column) return null;
    return order === 'asc' ? 'ascending' : 'descending';
  }

  /** The same column again turns the order. */
  protected sortBy(column: SortColumn): void {
    const { sort, order } = this.view();
    const turned = order === 'asc' ? 'desc' : 'asc';
    this.viewChange.emit({ sort: column, order: sort === column ? turned : firstOrder(column) });
  }

  protected pick(event: Event): void {
    const column = sortColumns.find((name) => name === (event.target as HTMLSelectElement).value);
    if (column) this.viewChange.emit({ sort: column, order: firstOrder(column) });
  }

  protected filter(event: Event): void {
    this.viewChange.emit({ search: (event.target as HTMLInputElement).value });
  }

  /** Arrow keys go from one row's link to the next. */
  protected step(event: KeyboardEvent, by: 1 | -1): void {
    const links = [...(event.currentTarget as HTMLElement).querySelectorAll<HTMLElement>('a')];
    const next = links[links.indexOf(event.target as HTMLElement) + by];
    if (!next) return;
    event.preventDefault();
    next.focus();
  }
}
