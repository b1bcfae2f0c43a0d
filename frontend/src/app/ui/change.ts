import { ChangeDetectionStrategy, Component, computed, input } from '@angular/core';
import { direction, formatPercent } from './figures';

/** A change in percent, signed and coloured; a dash when it is not known. */
@Component({
  selector: 'tl-change',
  changeDetection: ChangeDetectionStrategy.OnPush,
  template: `{{ text() }}`,
  host: { '[class]': 'way()' },
  styles: `
    :host {
      white-space: nowrap;
    }
    :host(.flat) {
      color: var(--tl-text-2);
    }
  `,
})
export class Change {
  /** Percent: 2.5 is 2.5 %. */
  readonly value = input.required<number | null | undefined>();
  protected readonly text = computed(() => formatPercent(this.value()));
  protected readonly way = computed(() => direction(this.value()));
}
