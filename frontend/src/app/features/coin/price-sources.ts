import type { ElementRef } from '@angular/core';
import { ChangeDetectionStrategy, Component, computed, input, viewChild } from '@angular/core';
import type { AssetPrice } from '@tideline/contracts';
import { formatDuration, formatFixed, formatPrice, unknownFigure } from '../../ui/figures';
import { words } from '../../words';

/** Where a price comes from: a chip that opens to each venue's price, age and weight, and why one is left out. */
@Component({
  selector: 'tl-price-sources',
  changeDetection: ChangeDetectionStrategy.OnPush,
  templateUrl: './price-sources.html',
  styleUrl: './price-sources.scss',
  host: { '(keydown.escape)': 'close(true)', '(document:pointerdown)': 'closeFromOutside($event)' },
})
export class PriceSources {
  readonly price = input.required<AssetPrice>();
  /** The present time by the server's clock, epoch ms. */
  readonly now = input.required<number>();
  protected readonly words = words.coin;
  private readonly details = viewChild.required<ElementRef<HTMLDetailsElement>>('details');

  protected readonly chip = computed(() => {
    const { sources } = this.price();
    return words.coin.sourcesChip(sources.filter((source) => source.excluded === null).length, sources.length);
  });
  protected readonly degraded = computed(() => this.price().sources.some((source) => source.excluded !== null));
  protected readonly rows = computed(() => {
    const { sources, asOf } = this.price();
    // ageMs is as of asOf; it goes on growing here until the next answer.
    const sinceMs = asOf === null ? 0 : Math.max(0, this.now() - Date.parse(asOf));
    return sources.map((source) => ({
      source,
      price: formatPrice(source.price),
      quote: formatPrice(source.quotePrice),
      age: source.ageMs === null ? unknownFigure : formatDuration(source.ageMs + sinceMs),
      weight: source.excluded === null ? `${formatFixed(source.weight * 100, 1)}%` : unknownFigure,
      share: source.excluded === null ? source.weight * 100 : 0,
      state: source.excluded === null ? words.coin.used : words.coin.excluded[source.excluded],
    }));
  });

  protected close(focus: boolean): void {
    const details = this.details().nativeElement;
    if (!details.open) return;
    details.open = false;
    if (focus) details.querySelector('summary')?.focus();
  }

  protected closeFromOutside(event: Event): void {
    if (!this.details().nativeElement.contains(event.target as Node)) this.close(false);
  }
}
