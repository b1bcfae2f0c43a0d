import { ChangeDetectionStrategy, Component, computed, input } from '@angular/core';
import { words } from '../words';
import { formatClock, formatDuration, formatExact, formatPrice } from './figures';
import { Icon } from './icon';
import { Tint } from './tint';

/** A price that knows its age: fresh looks normal, old is dimmed and says so, none says since when. */
@Component({
  selector: 'tl-price-tag',
  imports: [Tint, Icon],
  changeDetection: ChangeDetectionStrategy.OnPush,
  template: `
    @if (note(); as note) {
      <span class="note" [title]="exact()"
        ><tl-icon name="clock" />{{ gone() ? '' : age() }}<span class="visually-hidden">{{ note }}</span></span
      >
    }
    <span class="price" [class.old]="note()" [class.gone]="gone()" [tlTint]="price()">{{ text() }}</span>
  `,
  styles: `
    :host {
      position: relative;
      display: inline-flex;
      align-items: center;
      justify-content: flex-end;
      gap: var(--tl-s1);
      white-space: nowrap;
    }
    .price {
      padding: var(--tl-s1);
      margin-inline-end: calc(-1 * var(--tl-s1));
      border-radius: var(--tl-radius-1);
    }
    .price.old {
      color: var(--tl-text-3);
    }
    .price.gone {
      font-size: var(--tl-text-12);
      font-weight: var(--tl-regular);
    }
    .note {
      --tl-icon: var(--tl-s4);
      display: inline-flex;
      align-items: center;
      gap: var(--tl-s1);
      color: var(--tl-warn);
      font-size: var(--tl-text-12);
      font-weight: var(--tl-regular);
    }
  `,
})
export class PriceTag {
  readonly price = input.required<number | null | undefined>();
  /** When the price was made, RFC 3339. */
  readonly asOf = input<string | null>(null);
  readonly stale = input(false);
  /** The present time, epoch ms; only read while the price is old. */
  readonly now = input<number>(0);
  /** Decimals to keep, where a column or a series wants one width. */
  readonly decimals = input<number>();

  private readonly at = computed(() => (this.asOf() === null ? null : Date.parse(this.asOf() ?? '')));
  protected readonly gone = computed(() => this.price() === null || this.price() === undefined);
  protected readonly text = computed(() => {
    if (!this.gone()) return formatPrice(this.price(), this.decimals());
    const at = this.at();
    return at === null ? words.figures.none : words.figures.noneSince(formatClock(at));
  });
  protected readonly age = computed(() => {
    const at = this.at();
    return at === null ? '' : formatDuration(this.now() - at);
  });
  protected readonly exact = computed(() => {
    const at = this.at();
    return at === null ? this.note() : `${this.note()} (${formatExact(at)})`;
  });
  protected readonly note = computed(() => {
    const at = this.at();
    if (this.gone()) return at === null ? words.figures.gone : words.figures.goneSince(formatClock(at));
    return this.stale() ? words.figures.stale(this.age()) : '';
  });
}
