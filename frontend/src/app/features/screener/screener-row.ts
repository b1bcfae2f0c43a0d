import { ChangeDetectionStrategy, Component, computed, inject, input } from '@angular/core';
import { RouterLink } from '@angular/router';
import type { ScreenerRow as Row } from '@tideline/contracts';
import { Clock } from '../../core/clock';
import { LivePrices } from '../../core/live-prices';
import { direction } from '../../ui/figures';
import { PriceTag } from '../../ui/price-tag';
import type { ColumnId, ScreenColumn } from './screen-columns';
import { columnOf, figureOf, writeFigure } from './screen-columns';

/** One coin of the screener. The stream moves price, day change and volume; the rest is as the list last said. */
@Component({
  selector: 'tl-screener-row',
  imports: [PriceTag, RouterLink],
  changeDetection: ChangeDetectionStrategy.OnPush,
  templateUrl: './screener-row.html',
  styleUrl: './screener-row.scss',
  host: { role: 'row' },
})
export class ScreenerRow {
  readonly row = input.required<Row>();
  readonly columns = input.required<readonly ScreenColumn[]>();

  private readonly prices = inject(LivePrices);
  private readonly clock = inject(Clock);
  private readonly live = computed(() => this.prices.of(this.row().symbol)());

  /** The live figures once there are some; until then those of the list. */
  protected readonly price = computed(() => this.live() ?? this.row());
  protected readonly stale = computed(() => this.price().stale || this.prices.silent());
  /** Read only while it matters, so that fresh rows are not redrawn each second. */
  protected readonly now = computed(() => (this.stale() ? this.clock.now() : 0));
  protected readonly cells = computed(() => {
    const { change24h, volume24h } = this.price();
    const row = { ...this.row(), change24h, volume24h };
    return this.columns().map(({ id, kind, head }) => {
      const value = figureOf(row, id);
      return { id, head, text: writeFigure(value, kind), way: colours(id, value) };
    });
  });
}

/** Up or down where a figure can be either; the distance from a high is always below it and says nothing by its colour. */
function colours(id: ColumnId, value: number | null): string {
  const { kind, least, most } = columnOf(id);
  return kind === 'change' && value !== null && least !== 0 && most !== 0 ? direction(value) : '';
}
