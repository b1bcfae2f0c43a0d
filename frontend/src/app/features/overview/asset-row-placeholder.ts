import { ChangeDetectionStrategy, Component } from '@angular/core';
import { Skeleton } from '../../ui/skeleton';

/** Stands in for a row while the list is loading, cell by cell. */
@Component({
  selector: 'tl-asset-row-placeholder',
  imports: [Skeleton],
  changeDetection: ChangeDetectionStrategy.OnPush,
  template: `
    @for (cell of cells; track cell.name) {
      <span [class]="cell.name"><tl-skeleton [chars]="cell.chars" /></span>
    }
  `,
  host: { 'aria-hidden': 'true' },
  styles: `
    @use 'columns';

    :host {
      @include columns.grid;

      block-size: var(--tl-row);
      border-block-start: var(--tl-hairline) solid var(--tl-line);
    }

    @include columns.cells;
  `,
})
export class AssetRowPlaceholder {
  protected readonly cells = [
    ...[
      { name: 'star', chars: 2 },
      { name: 'rank', chars: 2 },
      { name: 'name', chars: 14 },
      { name: 'price', chars: 8 },
    ],
    ...['change1h', 'change24h', 'change7d'].map((name) => ({ name, chars: 6 })),
    ...['cap', 'volume', 'line'].map((name) => ({ name, chars: 8 })),
  ];
}
