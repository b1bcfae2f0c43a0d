import { CdkFixedSizeVirtualScroll, CdkVirtualForOf, CdkVirtualScrollViewport, CdkVirtualScrollableWindow } from '@angular/cdk/scrolling';
import { ChangeDetectionStrategy, Component, computed, inject, input, output, signal } from '@angular/core';
import { RouterLink } from '@angular/router';
import type { AssetSummary } from '@tideline/contracts';
import { Clock } from '../../core/clock';
import { MarketData } from '../../core/market-data';
import { Money } from '../../core/money';
import { PreferenceStore } from '../../core/preferences/preference-store';
import { RowHeight } from '../../core/row-height';
import { ColumnPicker } from '../../ui/column-picker';
import { Failed } from '../../ui/failed';
import { Icon } from '../../ui/icon';
import { Notice } from '../../ui/notice';
import { words } from '../../words';
import type { AssetColumn } from './asset-columns';
import { assetColumns, assetTable, columnWidths, hiddenColumns, shownColumns } from './asset-columns';
import type { ChangeWindow, Order, SortColumn } from './asset-order';
import { firstOrder, matching, sortColumns, sorted, trackedFirst } from './asset-order';
import { AssetRow } from './asset-row';
import { AssetRowPlaceholder } from './asset-row-placeholder';

/** How the table is sorted and narrowed; the page keeps it in the URL. */
export interface TableView {
  search: string;
  /** Only the coins one tracks. */
  only: boolean;
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
    ...[AssetRow, AssetRowPlaceholder, ColumnPicker, Failed, Icon, Notice, RouterLink],
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
  private readonly preferences = inject(PreferenceStore);
  protected readonly currency = inject(Money).currency;
  protected readonly words = words.overview;
  protected readonly trackingWords = words.tracking;
  protected readonly pickerWords = words.columnPicker;
  protected readonly picking = signal(false);
  protected readonly pickable = assetColumns;
  protected readonly usual = shownColumns(undefined);
  protected readonly shown = computed(() => shownColumns(this.preferences.value().columns[assetTable]));
  protected readonly widths = computed(() => columnWidths(this.shown()));
  protected readonly narrowWidths = computed(() => columnWidths(this.shown(), this.window()));
  protected readonly hidden = computed(() => hiddenColumns(this.shown()));
  protected readonly tracked = computed(() => this.preferences.value().trackedAssets);
  protected readonly columns = sortColumns;
  protected readonly placeholders = Array.from({ length: 20 }, (_, i) => i);

  protected readonly all = computed(() => this.query.value() ?? []);
  protected readonly rows = computed(() => {
    const { search, sort, order, only } = this.view();
    return trackedFirst(sorted(matching(this.all(), search), sort, order), this.tracked(), only);
  });
  protected readonly state = computed(() => {
    if (this.query.value() === undefined) return this.query.failure() ? 'failed' : 'loading';
    if (this.all().length === 0) return 'empty';
    return this.rows().length === 0 ? 'unmatched' : 'filled';
  });

  protected pickColumns(columns: readonly AssetColumn[]): void {
    this.preferences.set({ columns: { ...this.preferences.value().columns, [assetTable]: [...columns] } });
  }

  protected toggleTracked(symbol: string): void {
    this.preferences.toggleTracked(symbol);
  }

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
