import type { ElementRef } from '@angular/core';
import { ChangeDetectionStrategy, Component, computed, input, output, viewChild } from '@angular/core';
import { draft } from '../../core/draft';
import { same } from '../../core/preferences/preference-merge';
import { correlationWords as words } from '../../words/correlation';
import { colourStrength } from './heat-legend';
import type { MatrixCell } from './matrix-view';

interface Place {
  row: number;
  column: number;
}

/** More coins than this, and cells are too small for figures. */
const roomFor = 24;

/**
 * The heat matrix: a grid whose cells are walked with the arrow keys (Home and End within the row, with Ctrl to the corners) and chosen
 * with a click, Enter or space. One cell is in the order of Tab.
 */
@Component({
  selector: 'tl-heat-grid',
  changeDetection: ChangeDetectionStrategy.OnPush,
  templateUrl: './heat-grid.html',
  styleUrl: './heat-grid.scss',
  host: { '(keydown)': 'key($event)', '(click)': 'pick($event)' },
})
export class HeatGrid {
  readonly rows = input.required<readonly { symbol: string; cells: readonly MatrixCell[] }[]>();
  readonly chosen = input.required<readonly [string, string] | null>();
  readonly choose = output<readonly [string, string]>();

  private readonly table = viewChild.required<ElementRef<HTMLElement>>('table');
  protected readonly words = words;
  protected readonly dense = computed(() => this.rows().length > roomFor);
  /** The cell that Tab reaches: the chosen one, until the arrow keys went elsewhere. */
  protected readonly active = computed(() => this.within(this.reached()));
  private readonly reached = draft<Place>(() => {
    const [a, b] = this.chosen() ?? [];
    const place = { row: this.position(a), column: this.position(b) };
    return place.row < 0 || place.column < 0 ? { row: 0, column: 1 } : place;
  }, same);
  protected readonly marked = computed(() => {
    const [a, b] = this.chosen() ?? [];
    return { row: this.position(a), column: this.position(b) };
  });

  protected readonly strength = colourStrength;

  protected key(event: KeyboardEvent): void {
    if (event.altKey || event.metaKey) return;
    const to = event.key === 'Enter' || event.key === ' ' ? null : this.next(event);
    if (to === undefined) return;
    event.preventDefault();
    if (to === null) this.pick(event);
    else this.go(to);
  }

  protected pick(event: Event): void {
    const place = placeOf(event);
    const cell = place === null ? undefined : this.rows()[place.row]?.cells[place.column];
    if (place === null || !cell) return;
    this.reached.set(place);
    if (cell.kind !== 'self') this.choose.emit([cell.row, cell.column]);
  }

  private go(to: Place): void {
    const place = this.within(to);
    this.reached.set(place);
    const cell = this.table().nativeElement.querySelector<HTMLElement>(`[data-row="${place.row}"][data-column="${place.column}"]`);
    cell?.focus();
  }

  /** Where a key leads; undefined for a key that leads nowhere. */
  private next({ key, ctrlKey }: KeyboardEvent): Place | undefined {
    const { row, column } = this.active();
    const last = this.rows().length - 1;
    const places: Record<string, Place> = {
      ArrowUp: { row: row - 1, column },
      ArrowDown: { row: row + 1, column },
      ArrowLeft: { row, column: column - 1 },
      ArrowRight: { row, column: column + 1 },
      Home: { row: ctrlKey ? 0 : row, column: 0 },
      End: { row: ctrlKey ? last : row, column: last },
    };
    return places[key];
  }

  private within({ row, column }: Place): Place {
    const last = this.rows().length - 1;
    return { row: Math.min(Math.max(row, 0), last), column: Math.min(Math.max(column, 0), last) };
  }

  private position(symbol: string | undefined): number {
    return this.rows().findIndex((row) => row.symbol === symbol);
  }
}

function placeOf(event: Event): Place | null {
  const cell = event.target instanceof Element ? event.target.closest<HTMLElement>('td') : null;
  return cell === null ? null : { row: Number(cell.dataset['row']), column: Number(cell.dataset['column']) };
}
