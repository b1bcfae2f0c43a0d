import { ChangeDetectionStrategy, Component, computed, input } from '@angular/core';

/** Stands in for the matrix while it is computed, in its shape. */
@Component({
  selector: 'tl-matrix-placeholder',
  changeDetection: ChangeDetectionStrategy.OnPush,
  template: `@for (row of lines(); track row) {
    <span></span>
  }`,
  host: { 'aria-hidden': 'true' },
  styles: `
    :host {
      display: grid;
      gap: var(--tl-hairline);
      padding: var(--tl-s6) var(--tl-focus-width) var(--tl-focus-width) var(--tl-s12);
    }
    span {
      block-size: var(--tl-matrix-cell);
      background: repeating-linear-gradient(
        90deg,
        var(--tl-surface-2) 0 calc(var(--tl-s12) - var(--tl-hairline)),
        var(--tl-surface-1) 0 var(--tl-s12)
      );
    }
  `,
})
export class MatrixPlaceholder {
  readonly coins = input.required<number>();
  protected readonly lines = computed(() => Array.from({ length: this.coins() }, (_, i) => i));
}
