import type { ElementRef } from '@angular/core';
import {
  ChangeDetectionStrategy,
  Component,
  Injector,
  afterNextRender,
  inject,
  input,
  linkedSignal,
  output,
  viewChild,
  viewChildren,
} from '@angular/core';
import { Icon } from '../../ui/icon';
import { screenerWords as words } from '../../words/screener';
import { mostFilters } from './screen-choice';
import type { ColumnId } from './screen-columns';
import { columnIds, columnOf, screenColumns } from './screen-columns';
import type { Comparison, ScreenFilter } from './screen-filter';
import { comparisons, faultOf, readNumber, shortNumber } from './screen-filter';

/** A filter as it is being written; the text may not be a number yet. */
interface Draft {
  column: ColumnId;
  comparison: Comparison;
  text: string;
  /** The reader has left the field, so that an empty one may be called a fault. */
  left: boolean;
}

/** Builds the filters, one line each. A line counts as soon as its number is one; until then it says what is wrong. */
@Component({
  selector: 'tl-filter-builder',
  imports: [Icon],
  changeDetection: ChangeDetectionStrategy.OnPush,
  templateUrl: './filter-builder.html',
  styleUrl: './filter-builder.scss',
})
export class FilterBuilder {
  readonly filters = input.required<readonly ScreenFilter[]>();
  readonly filtersChange = output<readonly ScreenFilter[]>();
  private readonly injector = inject(Injector);
  private readonly columnFields = viewChildren<ElementRef<HTMLElement>>('column');
  private readonly addButton = viewChild.required<ElementRef<HTMLElement>>('adder');

  protected readonly words = words;
  protected readonly columns = screenColumns;
  protected readonly comparisons = comparisons;
  protected readonly most = mostFilters;
  /** What is being written stays, as long as it means the filters that hold. */
  protected readonly drafts = linkedSignal<readonly ScreenFilter[], readonly Draft[]>({
    source: this.filters,
    computation: (filters, previous) =>
      previous && JSON.stringify(valid(previous.value)) === JSON.stringify(filters) ? previous.value : filters.map(toDraft),
  });

  protected fault({ column, text, left }: Draft): string {
    return text.trim() === '' && !left ? '' : faultOf(column, text);
  }

  protected unit(id: ColumnId): string {
    const { kind } = columnOf(id);
    if (kind === 'index') return '';
    return kind === 'price' || kind === 'money' ? '$' : '%';
  }

  protected hint(id: ColumnId): string {
    return columnOf(id).hint;
  }

  protected add(): void {
    if (this.drafts().length >= mostFilters) return;
    this.keep([...this.drafts(), { column: 'rsi:14', comparison: 'lt', text: '', left: false }]);
    // The line is written next.
    afterNextRender(() => this.columnFields().at(-1)?.nativeElement.focus(), { injector: this.injector });
  }

  protected remove(at: number): void {
    this.addButton().nativeElement.focus();
    this.keep(this.drafts().toSpliced(at, 1));
  }

  protected clear(): void {
    this.addButton().nativeElement.focus();
    this.keep([]);
  }

  protected setColumn(at: number, event: Event): void {
    const column = columnIds.find((id) => id === (event.target as HTMLSelectElement).value);
    if (column) this.edit(at, { column });
  }

  protected setComparison(at: number, event: Event): void {
    const comparison = comparisons.find((name) => name === (event.target as HTMLSelectElement).value);
    if (comparison) this.edit(at, { comparison });
  }

  protected setText(at: number, event: Event): void {
    this.edit(at, { text: (event.target as HTMLInputElement).value });
  }

  protected leave(at: number): void {
    this.edit(at, { left: true });
  }

  private edit(at: number, change: Partial<Draft>): void {
    this.keep(this.drafts().map((draft, i) => (i === at ? { ...draft, ...change } : draft)));
  }

  private keep(drafts: readonly Draft[]): void {
    this.drafts.set(drafts);
    const filters = valid(drafts);
    if (JSON.stringify(filters) !== JSON.stringify(this.filters())) this.filtersChange.emit(filters);
  }
}

function toDraft({ column, comparison, value }: ScreenFilter): Draft {
  return { column, comparison, text: shortNumber(value), left: true };
}

/** The filters of those lines that have a number which can be. */
function valid(drafts: readonly Draft[]): ScreenFilter[] {
  return drafts.flatMap(({ column, comparison, text }) => {
    const value = readNumber(text);
    return value === null || faultOf(column, text) !== '' ? [] : [{ column, comparison, value }];
  });
}
