import {
  ChangeDetectionStrategy,
  Component,
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
import type { DataMode } from '@tideline/contracts';
import { Clock } from '../../core/clock';
import { MarketStatus } from '../../core/market-status';
import { same } from '../../core/preferences/preference-merge';
import { PreferenceStore } from '../../core/preferences/preference-store';
import { CandleChart } from '../../ui/candle-chart/candle-chart';
import type { ChartDrawing, DrawingKind } from '../../ui/candle-chart/chart-model';
import { DataModeMark } from '../../ui/data-mode-mark';
import { Failed } from '../../ui/failed';
import { formatClock, formatExact, priceDecimals } from '../../ui/figures';
import { Icon } from '../../ui/icon';
import { Notice } from '../../ui/notice';
import { words } from '../../words';
import { chartWords } from '../../words/chart';
import { CandleStore } from './candle-store';
import { CandleTable } from './candle-table';
import { ChartControls } from './chart-controls';
import type { ChartChoice } from './chart-range';
import { intervalMs, spannedCandles } from './chart-range';
import type { ChartSettings } from './chart-settings';
import { chartPreferences, settingsQuery } from './chart-settings';
import type { ChartDialog } from './chart-toolbar';
import { ChartToolbar } from './chart-toolbar';
import { CompareDialog } from './compare-dialog';
import { ComparisonStore } from './comparison-store';
import { DrawingDialog } from './drawing-dialog';
import { drawingsOf, withDrawings } from './drawing-store';
import { FullScreen } from './full-screen';
import { IndicatorDialog } from './indicator-dialog';
import { IndicatorStore, warmupOf } from './indicator-store';

/** The chart of a coin with all that is chosen around it. What can be shared goes out as a change of the URL. */
@Component({
  selector: 'tl-chart-panel',
  imports: [
    CandleChart,
    CandleTable,
    ChartControls,
    ChartToolbar,
    CompareDialog,
    DataModeMark,
    DrawingDialog,
    Failed,
    Icon,
    IndicatorDialog,
    Notice,
  ],
  providers: [ComparisonStore, IndicatorStore],
  changeDetection: ChangeDetectionStrategy.OnPush,
  templateUrl: './chart-panel.html',
  styleUrl: './chart-panel.scss',
  host: { '[class.full]': 'screen.on()', '(keydown.escape)': 'screen.leave()' },
})
export class ChartPanel {
  readonly symbol = input.required<string>();
  /** The coin's name, for pictures. */
  readonly name = input.required<string>();
  readonly mode = input<DataMode>();
  readonly choice = input.required<ChartChoice>();
  readonly settings = input.required<ChartSettings>();
  /** How far the back-fill of history has come, in words; empty when it is done. */
  readonly filling = input('');
  /** Query parameters to change; null takes one away. */
  readonly urlChanged = output<Record<string, string | null>>();

  protected readonly store = inject(CandleStore);
  protected readonly indicators = inject(IndicatorStore);
  protected readonly comparisons = inject(ComparisonStore);
  protected readonly clock = inject(Clock);
  private readonly status = inject(MarketStatus);
  protected readonly preferences = inject(PreferenceStore);
  protected readonly screen = new FullScreen();
  private readonly chart = viewChild(CandleChart);

  protected readonly words = words.coin;
  protected readonly chartWords = chartWords;
  protected readonly simulated = words.mode.simulatedMarket;
  /** Heights of the bars of the loading picture. */
  protected readonly bones = Array.from({ length: 40 }, (_, i) => 35 + 25 * Math.sin(i / 5) + 10 * Math.sin(i * 1.7));
  protected readonly asTable = signal(false);
  protected readonly tool = signal<DrawingKind | null>(null);
  protected readonly dialog = signal<ChartDialog | null>(null);
  protected readonly editing = signal<string | null>(null);
  protected readonly dismissed = linkedSignal({ source: () => this.faults().join(), computation: () => false });
  protected readonly drawings = computed(() => drawingsOf(this.preferences.value().chart.drawings, this.symbol()), { equal: same });

  protected readonly candleMs = computed(() => intervalMs[this.choice().interval]);
  protected readonly show = computed(() => spannedCandles(this.choice()));
  protected readonly warmup = computed(() => warmupOf(this.settings().indicators));
  protected readonly label = computed(() => words.coin.chartLabel(this.symbol(), this.choice().interval));
  protected readonly decimals = computed(() => priceDecimals(this.store.candles().at(-1)?.[4] ?? 1));
  protected readonly ownPanes = computed(() => this.settings().indicators.filter(({ kind }) => kind.pane === 'own').length);
  protected readonly empty = computed(
    () => !this.store.loading() && this.store.candles().length === 0 && this.store.query.failure() === null,
  );
  protected readonly faults = computed(() => [
    ...this.settings().faults,
    ...this.comparisons.failed().map((symbol) => chartWords.notCompared(symbol)),
  ]);
  /** Why nothing moves, where that is so. */
  protected readonly notLive = computed(() => {
    const state = this.status.state();
    const last = this.store.candles().at(-1)?.[0];
    if (last === undefined || this.choice().range === 'custom') return '';
    if (state !== 'offline' && state !== 'disconnected' && state !== 'stale') return '';
    return chartWords.notLive[state](formatClock(last));
  });

  constructor() {
    effect(() => {
      const symbol = this.symbol();
      const choice = this.choice();
      const { indicators, compare } = this.settings();
      const candleMs = this.candleMs();
      untracked(() => {
        this.store.ask(symbol, choice, warmupOf(indicators));
        this.comparisons.ask(compare, choice);
        this.indicators.ask(indicators, candleMs, compare.length);
      });
    });
    effect(() => {
      if (this.tool() !== null) this.chart()?.focus();
    });
  }

  protected change(change: Partial<Omit<ChartSettings, 'faults'>>): void {
    this.preferences.setChart(chartPreferences(change));
    this.urlChanged.emit(settingsQuery(change));
  }

  protected open(dialog: ChartDialog): void {
    this.editing.set(null);
    this.dialog.set(dialog);
  }

  protected edit(key: string): void {
    this.editing.set(key);
    this.dialog.set('indicators');
  }

  protected remove(key: string): void {
    const { indicators, compare } = this.settings();
    const symbol = /^compare:(.+)$/.exec(key)?.[1];
    if (symbol !== undefined) this.change({ compare: compare.filter((one) => one !== symbol) });
    else this.change({ indicators: indicators.filter((spec) => spec.key !== key) });
  }

  protected keep(drawings: readonly ChartDrawing[]): void {
    this.preferences.setChart({ drawings: withDrawings(this.preferences.value().chart.drawings, this.symbol(), drawings) });
  }

  protected savePicture(): void {
    const now = this.clock.now();
    const { interval } = this.choice();
    const image = this.chart()?.image(chartWords.pictureTitle(`${this.name()} (${this.symbol()})`, interval, formatExact(now)));
    if (!image) return;
    const link = document.createElement('a');
    link.href = image;
    link.download = `${this.symbol()}-${interval}-${new Date(now).toISOString().slice(0, 16).replace(':', '')}.png`;
    link.click();
  }
}
