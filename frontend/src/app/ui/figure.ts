import { ChangeDetectionStrategy, Component, computed, input } from '@angular/core';
import { words } from '../words';
import { formatBig, formatFull } from './figures';

/** A big figure in short, `$1.23 B`, with the full one on hover and for screen readers. */
@Component({
  selector: 'tl-figure',
  changeDetection: ChangeDetectionStrategy.OnPush,
  template: `<span aria-hidden="true" [title]="full()">{{ short() }}</span
    ><span class="visually-hidden">{{ full() }}</span>`,
  styles: `
    :host {
      position: relative;
      white-space: nowrap;
    }
  `,
})
export class Figure {
  readonly value = input.required<number | null | undefined>();
  /** What stands before the short form, such as `$`. */
  readonly sign = input('');
  /** The unit in words, for the full form. */
  readonly unit = input('');
  protected readonly known = computed(() => this.value() !== null && this.value() !== undefined);
  protected readonly short = computed(() => `${this.known() ? this.sign() : ''}${formatBig(this.value())}`);
  protected readonly full = computed(() =>
    this.known() ? words.figures.exactly(formatFull(this.value()), this.unit()) : words.figures.unknown,
  );
}
