import type { ElementRef } from '@angular/core';
import { ChangeDetectionStrategy, Component, DestroyRef, effect, inject, input, signal, viewChild } from '@angular/core';
import type { ECharts } from 'echarts/core';
import type { ChartDrawn } from './chart-option';

/** The canvas on which ECharts draws; ECharts itself is loaded with the first one. */
@Component({
  selector: 'tl-echarts-canvas',
  changeDetection: ChangeDetectionStrategy.OnPush,
  template: `<div #place class="place"></div>`,
  styles: `
    :host,
    .place {
      display: block;
      inline-size: 100%;
      block-size: 100%;
    }
  `,
})
export class EchartsCanvas {
  readonly drawn = input.required<ChartDrawn>();
  readonly width = input.required<number>();
  readonly height = input.required<number>();
  private readonly place = viewChild.required<ElementRef<HTMLElement>>('place');
  private readonly chart = signal<ECharts | null>(null);
  private structure = '';

  constructor() {
    let gone = false;
    void import('./echarts-parts').then(({ init }) => {
      if (!gone) this.chart.set(init(this.place().nativeElement, null, { width: this.width(), height: this.height() }));
    });
    effect(() => {
      this.chart()?.resize({ width: this.width(), height: this.height() });
    });
    effect(() => {
      const { structure, option } = this.drawn();
      const chart = this.chart();
      if (!chart || this.width() === 0) return;
      // The same parts are only given new figures; other parts are built anew.
      chart.setOption(option, { notMerge: structure !== this.structure, lazyUpdate: true });
      this.structure = structure;
    });
    inject(DestroyRef).onDestroy(() => {
      gone = true;
      this.chart()?.dispose();
    });
  }

  /** The picture as it is now; null before the first drawing. */
  snapshot(pixelRatio: number, backgroundColor: string): HTMLCanvasElement | null {
    return this.chart()?.renderToCanvas({ pixelRatio, backgroundColor }) ?? null;
  }
}
