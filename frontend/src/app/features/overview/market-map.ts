import { ChangeDetectionStrategy, Component, computed, inject, input, output } from '@angular/core';
import { MarketData } from '../../core/market-data';
import { formatBig } from '../../ui/figures';
import type { HeatCell } from '../../ui/heatmap';
import { Heatmap } from '../../ui/heatmap';
import { Notice } from '../../ui/notice';
import { Segmented } from '../../ui/segmented';
import { words } from '../../words';
import type { ChangeWindow, MapSize } from './asset-order';
import { changeOver, mapSizes } from './asset-order';

/** The change at which the colour is strongest: what a lively coin does in that time. */
const fullAt: Record<ChangeWindow, number> = { '1h': 1.5, '24h': 5, '7d': 12 };

/** The whole market as one picture. */
@Component({
  selector: 'tl-market-map',
  imports: [Heatmap, Notice, Segmented],
  changeDetection: ChangeDetectionStrategy.OnPush,
  template: `
    <section class="panel" aria-labelledby="map-title">
      <div class="panel-head">
        <h2 id="map-title">{{ words.map }}</h2>
        <tl-segmented [label]="words.mapSize" [options]="sizes" [value]="size()" (valueChange)="sizeChange.emit($event)" />
      </div>
      <div class="body" [title]="words.mapHint">
        @if (waiting()) {
          <p>{{ words.waiting }}</p>
        } @else if (loaded() && cells().length === 0) {
          <tl-notice icon="clock" [title]="words.noMap" />
        } @else {
          <tl-heatmap [cells]="cells()" [fullAt]="fullAt()" [label]="label()" />
        }
      </div>
    </section>
  `,
  styles: `
    .body {
      padding: 0 var(--tl-s4) var(--tl-s3);
    }
    p {
      color: var(--tl-text-2);
    }
  `,
})
export class MarketMap {
  readonly window = input.required<ChangeWindow>();
  readonly size = input.required<MapSize>();
  readonly sizeChange = output<MapSize>();

  private readonly query = inject(MarketData).assets;
  protected readonly words = words.overview;
  protected readonly sizes = mapSizes.map((value) => ({ value, text: words.overview.mapSizes[value] }));
  protected readonly waiting = computed(() => !this.loaded() && this.query.failure() !== null);
  protected readonly loaded = computed(() => this.query.value() !== undefined);
  protected readonly fullAt = computed(() => fullAt[this.window()]);
  protected readonly sizeName = computed(() => this.words.columnNames[this.size()].toLowerCase());
  protected readonly label = computed(() => this.words.mapLabel(this.sizeName(), this.words.windows[this.window()]));
  protected readonly cells = computed<HeatCell[]>(() =>
    (this.query.value() ?? [])
      .filter((asset) => (asset[this.size()] ?? 0) > 0)
      .map((asset) => ({
        id: asset.symbol,
        name: asset.name,
        size: asset[this.size()],
        change: changeOver(asset, this.window()),
        link: `/coin/${asset.symbol}`,
        sizeText: `${this.sizeName()} $${formatBig(asset[this.size()])}`,
      })),
  );
}
