import { Injectable, computed, inject, signal } from '@angular/core';
import type { IndicatorSpec } from '@tideline/indicators';
import type { ChartIndicator } from '../../ui/candle-chart/chart-model';
import { formatCount, formatExact } from '../../ui/figures';
import { chartWords } from '../../words/chart';
import { CandleStore } from './candle-store';
import { indicatorLooks } from './indicator-looks';
import { IndicatorSet } from './indicator-series';

interface Asked {
  specs: readonly IndicatorSpec[];
  candleMs: number;
  /** Colours before this one are taken by comparisons. */
  firstColour: number;
}

/** The indicators of a chart, worked out here from its candles by the same library as on the server, and going on with each of them. */
@Injectable()
export class IndicatorStore {
  private readonly store = inject(CandleStore);
  private readonly set = new IndicatorSet();
  private readonly asked = signal<Asked>({ specs: [], candleMs: 1, firstColour: 0 });

  private readonly looks = computed(() => indicatorLooks(this.asked().specs, this.asked().firstColour));
  readonly indicators = computed<readonly ChartIndicator[]>(() => {
    const { specs, candleMs } = this.asked();
    const candles = this.store.candles();
    const values = this.set.follow(specs, candles, candleMs);
    const looks = this.looks();
    return specs.map((spec, i) => ({ ...(looks[i] as (typeof looks)[number]), values: values[i] ?? [], note: this.note(spec) }));
  });

  ask(specs: readonly IndicatorSpec[], candleMs: number, firstColour: number): void {
    this.asked.set({ specs, candleMs, firstColour });
  }

  /** Why an indicator shows nothing yet, or where one that adds up from a beginning began. */
  private note({ kind, params }: IndicatorSpec): string {
    const candles = this.store.candles();
    const [first] = candles;
    const needed = Math.min(...kind.firstIndex(params)) + 1;
    if (first === undefined || this.store.loadingOlder()) return '';
    if (candles.length < needed) return chartWords.needs(formatCount(needed), formatCount(candles.length));
    return kind.memory(params) === null ? chartWords.since(formatExact(first[0])) : '';
  }
}

/** How many candles before the view the indicators need, so that what is seen equals what the whole history gives. */
export function warmupOf(specs: readonly IndicatorSpec[]): number {
  return Math.max(0, ...specs.map(({ kind, params }) => kind.memory(params) ?? 0));
}
