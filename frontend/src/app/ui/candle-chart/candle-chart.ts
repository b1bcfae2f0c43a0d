import type { ElementRef } from '@angular/core';
import { ChangeDetectionStrategy, Component, computed, effect, input, model, output, signal, untracked, viewChild } from '@angular/core';
import type { CandleRow } from '@tideline/contracts';
import { chartWords } from '../../words/chart';
import { priceDecimals } from '../figures';
import { CandleLegend } from './candle-legend';
import { chartColours } from './chart-colours';
import type { Spot } from './chart-gestures';
import { listenForGestures } from './chart-gestures';
import { chartImage } from './chart-image';
import { chartKey } from './chart-keys';
import { chartLegends } from './chart-legends';
import type { ChartComparison, ChartDrawing, ChartIndicator, ChartScale, ChartType, DrawingKind } from './chart-model';
import { chartOption } from './chart-option';
import type { Crosshair } from './chart-overlay';
import { ChartOverlay } from './chart-overlay';
import { chartScene, unitY } from './chart-scene';
import { ChartView } from './chart-view';
import { DrawingTool } from './drawing-tool';
import { EchartsCanvas } from './echarts-canvas';
import { PaneLegend } from './pane-legend';
import { slotAt, slotX } from './plot-layout';
import { visibleBars } from './visible-bars';

/** Pixels one bar needs at least; more candles than fit are merged into bars. */
const barPixels = 3;
/** Older candles are asked for when fewer than this many are left of the view. */
const olderMargin = 40;

/**
 * Candles with volume, indicators over them and in panes below, other coins as percent, and the reader's own lines. Wheel and pinch zoom,
 * drag pans, double click or `0` resets, arrows move the crosshair. ECharts only gets the bars in view, so the length of the history does
 * not matter; crosshair and lines lie over its picture, so moving them draws nothing anew.
 */
@Component({
  selector: 'tl-candle-chart',
  imports: [CandleLegend, ChartOverlay, EchartsCanvas, PaneLegend],
  changeDetection: ChangeDetectionStrategy.OnPush,
  templateUrl: './candle-chart.html',
  styleUrl: './candle-chart.scss',
})
export class CandleChart {
  /** Ascending; the last one may still be forming. */
  readonly candles = input.required<readonly CandleRow[]>();
  /** How long one candle lasts. */
  readonly candleMs = input.required<number>();
  /** How many of the newest candles the picture starts with. */
  readonly show = input(200);
  readonly type = input<ChartType>('candles');
  readonly scale = input<ChartScale>('linear');
  readonly indicators = input<readonly ChartIndicator[]>([]);
  readonly comparisons = input<readonly ChartComparison[]>([]);
  readonly drawings = model<readonly ChartDrawing[]>([]);
  /** What the next press draws; back to null when it is drawn. */
  readonly tool = model<DrawingKind | null>(null);
  readonly hollow = input(false);
  /** What the picture says of its data, such as "Simulated"; empty for live data. */
  readonly mark = input('');
  /** The coin, as the legend names it beside others. */
  readonly symbol = input('');
  /** Spoken description of the picture. */
  readonly label = input.required<string>();
  /** Candles wanted left of the view besides those for a little panning: what indicators need before their first value. */
  readonly warmup = input(0);
  /** The view came near the oldest candle: so many older ones are wanted. */
  readonly olderWanted = output<number>();
  /** Keys of the indicator or comparison that a legend's buttons were pressed for. */
  readonly editWanted = output<string>();
  readonly removeWanted = output<string>();

  protected readonly words = chartWords;
  private readonly area = viewChild.required<ElementRef<HTMLElement>>('area');
  private readonly canvas = viewChild(EchartsCanvas);
  private readonly colours = chartColours();
  protected readonly size = signal({ width: 0, height: 0 });
  private readonly view = new ChartView(this.candles, this.show);

  private readonly visible = computed(() =>
    visibleBars(this.candles(), this.view.window(), Math.floor((this.size().width - 96) / barPixels)),
  );
  protected readonly decimals = computed(() => priceDecimals(this.candles().at(-1)?.[4] ?? 1));
  protected readonly scene = computed(() =>
    chartScene({
      visible: this.visible(),
      length: this.candles().length,
      candleMs: this.candleMs(),
      scale: this.scale(),
      decimals: this.decimals(),
      closesOnly: this.type() !== 'candles',
      indicators: this.indicators(),
      comparisons: this.comparisons(),
      ...this.size(),
    }),
  );
  protected readonly drawn = computed(() => {
    const last = this.candles().at(-1);
    return chartOption({
      scene: this.scene(),
      colours: this.colours(),
      type: this.type(),
      lastPrice: last?.[4] ?? null,
      lastIsUp: last === undefined || last[4] >= last[1],
      decimals: this.decimals(),
      hollow: this.hollow(),
      mark: this.mark(),
    });
  });
  protected readonly drawing = new DrawingTool(this.scene, this.drawings, this.tool);
  protected readonly crosshair = signal<Crosshair | null>(null);
  protected readonly overDrawing = signal(false);
  protected readonly spoken = computed(() => this.crosshair()?.byKeys ?? false);
  /** The bar under the crosshair, by its place in the view; null follows the newest. */
  private readonly pointed = computed(() => {
    const at = this.crosshair()?.slot;
    return at === undefined || at >= this.visible().bars.length ? null : at;
  });
  protected readonly bar = computed(() => {
    const at = this.pointed();
    return (at === null ? undefined : this.visible().bars[at]) ?? this.candles().at(-1);
  });
  protected readonly legends = computed(() =>
    chartLegends({
      scene: this.scene(),
      indicators: this.indicators(),
      comparisons: this.comparisons(),
      decimals: this.decimals(),
      length: this.candles().length,
      symbol: this.symbol(),
      pointed: this.pointed(),
    }),
  );

  constructor() {
    effect((onCleanup) => onCleanup(this.listen(this.area().nativeElement)));
    effect(() => {
      const missing = this.warmup() + olderMargin - this.view.window().start;
      if (missing > 0 && this.candles().length > 0) untracked(() => this.olderWanted.emit(Math.ceil(missing)));
    });
  }

  protected key(event: KeyboardEvent): void {
    const action = chartKey(event, {
      view: this.view,
      drawing: this.drawing,
      point: (bars) => this.point(bars),
      raise: (pixels) => this.raise(pixels),
      place: () => this.place(),
    });
    if (!action) return;
    event.preventDefault();
    event.stopPropagation();
    action();
  }

  protected leave(): void {
    if (this.crosshair()?.byKeys) this.crosshair.set(null);
  }

  /** Puts the keyboard into the picture, such as after a tool was chosen. */
  focus(): void {
    this.area().nativeElement.focus();
  }

  /** The picture as it is now with its title, legends and drawings, as a PNG data address; null before the first drawing. */
  image(title: string): string | null {
    const background = this.colours().surface;
    const canvas = this.canvas()?.snapshot(2, background);
    if (!canvas) return null;
    const picture = { canvas, scene: this.scene(), lines: this.drawing.lines(), legends: this.legends(), colours: this.colours(), title };
    return chartImage(picture);
  }

  private listen(element: HTMLElement): () => void {
    const watcher = new ResizeObserver(([entry]) => {
      if (entry) this.size.set({ width: Math.round(entry.contentRect.width), height: Math.round(entry.contentRect.height) });
    });
    watcher.observe(element);
    const stop = listenForGestures(element, {
      zoom: (anchor, factor) => this.view.zoom(anchor, factor),
      drag: (share) => this.view.page(-share),
      reset: () => this.view.reset(),
      hover: (spot) => this.hover(spot),
      grip: (spot, touch) => this.drawing.grip(spot, touch),
      slide: (spot) => this.drawing.slide(spot),
      release: (spot) => this.drawing.release(spot),
      tap: (spot, touch) => touch && this.tap(spot),
    });
    return () => {
      watcher.disconnect();
      stop();
    };
  }

  private hover(spot: Spot | null): void {
    this.crosshair.set(spot && this.crosshairAt(spot));
    this.overDrawing.set(spot !== null && this.tool() === null && this.drawing.over(spot));
    this.drawing.hover(spot);
  }

  /** A finger shows the crosshair, and takes it away where it is. */
  private tap(spot: Spot): void {
    const to = this.crosshairAt(spot);
    this.crosshair.update((now) => (now && to && Math.abs(now.slot - to.slot) < 2 ? null : to));
  }

  private crosshairAt({ x, y }: Spot): Crosshair | null {
    const { slots } = this.visible();
    const slot = slotAt(this.scene().layout, slots, x);
    return slot < 0 || slot >= slots ? null : { slot, y, byKeys: false };
  }

  private point(by: number): void {
    const { bars, merged } = this.visible();
    const to = (this.pointed() ?? bars.length - (by < 0 ? 0 : 1)) + by;
    if (to < 0 || to >= bars.length) this.view.pan(by * merged);
    const slot = Math.min(Math.max(to, 0), bars.length - 1);
    this.crosshair.update((now) => ({ slot, y: now?.y ?? null, byKeys: true }));
  }

  private raise(pixels: number): void {
    const { slot, y } = this.keySpot();
    this.crosshair.set({ slot, y: y - pixels, byKeys: true });
  }

  private place(): void {
    if (this.tool() === null) return;
    const { slot, y } = this.keySpot();
    this.drawing.place({ x: slotX(this.scene().layout, this.visible().slots, slot), y });
  }

  /** Where the keys are: at the crosshair, or at the newest price. */
  private keySpot(): { slot: number; y: number } {
    const { panes, visible } = this.scene();
    const now = this.crosshair();
    const price = panes[0];
    const close = price ? unitY(price, price.scale.to(visible.bars.at(-1)?.[4] ?? 0)) : 0;
    return { slot: now?.slot ?? visible.bars.length - 1, y: now?.y ?? close };
  }
}
