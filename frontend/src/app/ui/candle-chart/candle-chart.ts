import type { ElementRef } from '@angular/core';
import {
  ChangeDetectionStrategy,
  Component,
  DestroyRef,
  computed,
  effect,
  inject,
  input,
  linkedSignal,
  output,
  signal,
  untracked,
  viewChild,
} from '@angular/core';
import type { CandleRow } from '@tideline/contracts';
import type { ECharts } from 'echarts/core';
import { NgxEchartsDirective, provideEchartsCore } from 'ngx-echarts';
import { words } from '../../words';
import { priceDecimals } from '../figures';
import { CandleLegend } from './candle-legend';
import { chartColours } from './chart-colours';
import { listenForGestures } from './chart-gestures';
import { chartOption, title } from './chart-option';
import { barTime } from './time-ticks';
import type { ChartWindow } from './chart-window';
import { newest, pan, sameWindow, showsNewest, zoom } from './chart-window';
import { visibleBars } from './visible-bars';

/** Pixels one bar needs at least; more candles than fit are merged into bars. */
const barPixels = 2;
/** Older candles are asked for when fewer than this many are left of the view. */
const olderMargin = 40;

/**
 * Candlesticks with volume. Wheel and pinch zoom, drag pans, double click or `0` resets, left and right move the crosshair,
 * `+` and `-` zoom. ECharts only gets the bars in view, so the length of the history does not matter.
 */
@Component({
  selector: 'tl-candle-chart',
  imports: [NgxEchartsDirective, CandleLegend],
  providers: [provideEchartsCore({ echarts: () => import('./echarts-parts') })],
  changeDetection: ChangeDetectionStrategy.OnPush,
  templateUrl: './candle-chart.html',
  styleUrl: './candle-chart.scss',
})
export class CandleChart {
  /** Ascending; the last one may still be forming. */
  readonly candles = input.required<readonly CandleRow[]>();
  /** How many of the newest candles the picture starts with. */
  readonly show = input(200);
  readonly hollow = input(false);
  /** What the picture says of its data, such as "Simulated"; empty for live data. */
  readonly mark = input('');
  /** Spoken description of the picture. */
  readonly label = input.required<string>();
  /** The view came near the oldest candle: older ones are wanted. */
  readonly olderWanted = output();

  protected readonly words = words.chart;
  protected readonly none = {};
  private readonly area = viewChild.required<ElementRef<HTMLElement>>('area');
  private readonly colours = chartColours();
  private readonly size = signal({ width: 0, height: 0 });
  private chart: ECharts | null = null;

  private readonly view = linkedSignal<{ candles: readonly CandleRow[]; show: number }, ChartWindow>({
    source: () => ({ candles: this.candles(), show: this.show() }),
    computation: (now, before) => {
      if (!before || before.source.show !== now.show || before.source.candles.length === 0) return newest(now.candles.length, now.show);
      const untouched = sameWindow(before.value, newest(before.source.candles.length, now.show));
      const kept = untouched ? null : carried(before.value, before.source.candles, now.candles);
      return kept ?? newest(now.candles.length, now.show);
    },
  });

  private readonly visible = computed(() => visibleBars(this.candles(), this.view(), Math.floor(this.size().width / barPixels)));
  /** The bar under the crosshair, by its place in the view; null follows the newest. */
  protected readonly pointed = signal<number | null>(null);
  protected readonly bar = computed(() => {
    const { bars } = this.visible();
    const at = this.pointed();
    return (at === null ? undefined : bars[at]) ?? this.candles().at(-1);
  });
  protected readonly decimals = computed(() => priceDecimals(this.candles().at(-1)?.[4] ?? 1));
  protected readonly picture = computed(() => {
    const size = this.size();
    const last = this.candles().at(-1);
    return chartOption({
      visible: this.visible(),
      colours: this.colours(),
      lastPrice: last?.[4] ?? null,
      lastIsUp: last === undefined || last[4] >= last[1],
      decimals: this.decimals(),
      hollow: this.hollow(),
      mark: this.mark(),
      ...size,
    });
  });

  constructor() {
    const destroyed = inject(DestroyRef);
    effect((onCleanup) => {
      const element = this.area().nativeElement;
      const watcher = new ResizeObserver(([entry]) => {
        if (entry) this.size.set({ width: entry.contentRect.width, height: entry.contentRect.height });
      });
      watcher.observe(element);
      const stop = listenForGestures(element, {
        zoom: (anchor, factor) => this.zoom(anchor, factor),
        drag: (share) => this.pan(-share * this.view().count),
        reset: () => this.reset(),
      });
      onCleanup(() => {
        watcher.disconnect();
        stop();
      });
    });
    effect(() => {
      const wanted = this.view().start < olderMargin && this.candles().length > 0;
      if (wanted) untracked(() => this.olderWanted.emit());
    });
    destroyed.onDestroy(() => (this.chart = null));
  }

  protected started(chart: ECharts): void {
    this.chart = chart;
    chart.on('updateAxisPointer', (event) => {
      const index = (event as { dataIndex?: number }).dataIndex;
      this.pointed.set(index ?? null);
    });
    chart.on('globalout', () => this.pointed.set(null));
  }

  protected key(event: KeyboardEvent): void {
    const actions: Record<string, () => void> = {
      ArrowLeft: () => this.point(-1),
      ArrowRight: () => this.point(1),
      '+': () => this.zoom(1, 0.8),
      '=': () => this.zoom(1, 0.8),
      '-': () => this.zoom(1, 1.25),
      '0': () => this.reset(),
      Home: () => this.pan(-this.candles().length),
      End: () => this.reset(),
      PageUp: () => this.pan(-this.view().count),
      PageDown: () => this.pan(this.view().count),
    };
    const action = actions[event.key];
    if (!action || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    action();
  }

  /** The picture as it is now with its label and time written into it, as a PNG data address; null before the first drawing. */
  image(): string | null {
    if (!this.chart) return null;
    const colours = this.colours();
    this.chart.setOption({ graphic: [title(`${this.label()} · ${barTime(this.candles().at(-1)?.[0] ?? 0)}`, colours)] });
    const image = this.chart.getDataURL({ type: 'png', pixelRatio: 2, backgroundColor: colours.surface });
    this.chart.setOption({ graphic: [{ id: 'title', $action: 'remove' }] });
    return image;
  }

  private zoom(anchor: number, factor: number): void {
    this.view.update((view) => zoom(view, anchor, factor, this.candles().length));
  }

  private pan(bars: number): void {
    this.view.update((view) => pan(view, bars, this.candles().length));
  }

  private reset(): void {
    this.view.set(newest(this.candles().length, this.show()));
  }

  private point(by: number): void {
    const { bars } = this.visible();
    const to = (this.pointed() ?? bars.length - (by < 0 ? 0 : 1)) + by;
    if (to < 0 || to >= bars.length) this.pan(by * Math.max(1, this.visible().merged));
    const index = Math.min(Math.max(to, 0), bars.length - 1);
    this.pointed.set(index);
    this.chart?.dispatchAction({ type: 'showTip', seriesIndex: 0, dataIndex: index });
  }
}

/** The same candles in view after the series changed: moved by what came in front, following the newest if it was in view. Null for another series. */
function carried(view: ChartWindow, before: readonly CandleRow[], now: readonly CandleRow[]): ChartWindow | null {
  const anchor = before[0]?.[0];
  const shift = now.findIndex(([at]) => at === anchor);
  if (shift < 0) return null;
  const follows = showsNewest(view, before.length);
  const added = now.length - shift - before.length;
  return { start: view.start + shift + (follows ? Math.max(0, added) : 0), count: view.count };
}
