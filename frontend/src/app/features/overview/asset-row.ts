import { ChangeDetectionStrategy, Component, computed, inject, input, output } from '@angular/core';
import { RouterLink } from '@angular/router';
import type { AssetSummary } from '@tideline/contracts';
import { Clock } from '../../core/clock';
import { LivePrices } from '../../core/live-prices';
import { Money } from '../../core/money';
import { Change } from '../../ui/change';
import { Figure } from '../../ui/figure';
import { PriceTag } from '../../ui/price-tag';
import { Sparkline } from '../../ui/sparkline';
import { TrackButton } from '../../ui/track-button';

/** One coin of the table. The stream moves price, day change and volume; the rest is as the list last said. */
@Component({
  selector: 'tl-asset-row',
  imports: [RouterLink, Change, Figure, PriceTag, Sparkline, TrackButton],
  changeDetection: ChangeDetectionStrategy.OnPush,
  templateUrl: './asset-row.html',
  styleUrl: './asset-row.scss',
})
export class AssetRow {
  readonly asset = input.required<AssetSummary>();
  readonly tracked = input(false);
  readonly trackToggled = output();

  private readonly prices = inject(LivePrices);
  private readonly clock = inject(Clock);
  private readonly live = computed(() => this.prices.of(this.asset().symbol)());

  protected readonly money = inject(Money);
  /** The live item once there is one; until then the list's own figures. */
  protected readonly price = computed(() => this.live() ?? this.asset());
  protected readonly stale = computed(() => this.price().stale || this.prices.silent());
  /** Read only while it matters, so that fresh rows are not redrawn each second. */
  protected readonly now = computed(() => (this.stale() ? this.clock.now() : 0));
}
