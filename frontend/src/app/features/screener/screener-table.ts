import { ChangeDetectionStrategy, Component, computed, input, output } from '@angular/core';
import type { ScreenerRow as Row } from '@tideline/contracts';
import { Icon } from '../../ui/icon';
import { Skeleton } from '../../ui/skeleton';
import { screenerWords as words } from '../../words/screener';
import type { Screen, SortKey } from './screen-choice';
import { firstOrder } from './screen-choice';
import { columnOf } from './screen-columns';
import { ScreenerRow } from './screener-row';

/** The coins that were found with the chosen figures; a heading sorts, the same one again turns the order. On a phone each coin is a card. */
@Component({
  selector: 'tl-screener-table',
  imports: [Icon, ScreenerRow, Skeleton],
  changeDetection: ChangeDetectionStrategy.OnPush,
  templateUrl: './screener-table.html',
  styleUrl: './screener-table.scss',
})
export class ScreenerTable {
  /** Undefined while they are loaded. */
  readonly rows = input.required<readonly Row[] | undefined>();
  readonly screen = input.required<Screen>();
  readonly sort = output<Pick<Screen, 'sort' | 'order'>>();

  protected readonly words = words;
  protected readonly bones = Array.from({ length: 20 }, (_, i) => i);
  protected readonly columns = computed(() => this.screen().columns.map(columnOf));
  protected readonly sorts = computed<{ id: SortKey; long: string }[]>(() => [
    { id: 'rank', long: words.rank },
    { id: 'name', long: words.name.long },
    ...this.columns(),
  ]);

  protected ariaSort(id: SortKey): 'ascending' | 'descending' | null {
    const { sort, order } = this.screen();
    if (sort !== id) return null;
    return order === 'asc' ? 'ascending' : 'descending';
  }

  protected sortBy(id: SortKey): void {
    const { sort, order } = this.screen();
    const turned = order === 'asc' ? 'desc' : 'asc';
    this.sort.emit({ sort: id, order: sort === id ? turned : firstOrder(id) });
  }

  protected pick(event: Event): void {
    const id = this.sorts().find((column) => column.id === (event.target as HTMLSelectElement).value)?.id;
    if (id) this.sort.emit({ sort: id, order: firstOrder(id) });
  }

  /** Arrow keys go from one coin to the next. */
  protected step(event: KeyboardEvent, by: 1 | -1): void {
    const links = [...(event.currentTarget as HTMLElement).querySelectorAll<HTMLElement>('a')];
    const next = links[links.indexOf(event.target as HTMLElement) + by];
    if (!next) return;
    event.preventDefault();
    next.focus();
  }
}
