import type { Signal } from '@angular/core';
import { linkedSignal } from '@angular/core';
import type { CandleRow } from '@tideline/contracts';
import type { ChartWindow } from './chart-window';
import { newest, pan, sameWindow, showsNewest, zoom } from './chart-window';

/** Which candles are in view, and how a reader moves that. */
export class ChartView {
  readonly window = linkedSignal<{ candles: readonly CandleRow[]; show: number }, ChartWindow>({
    source: () => ({ candles: this.candles(), show: this.show() }),
    computation: (now, before) => {
      if (!before || before.source.show !== now.show || before.source.candles.length === 0) return newest(now.candles.length, now.show);
      const untouched = sameWindow(before.value, newest(before.source.candles.length, now.show));
      const kept = untouched ? null : carried(before.value, before.source.candles, now.candles);
      return kept ?? newest(now.candles.length, now.show);
    },
  });

  constructor(
    private readonly candles: Signal<readonly CandleRow[]>,
    private readonly show: Signal<number>,
  ) {}

  zoom(anchor: number, factor: number): void {
    this.window.update((view) => zoom(view, anchor, factor, this.candles().length));
  }

  /** Positive is towards the newest. */
  pan(bars: number): void {
    this.window.update((view) => pan(view, bars, this.candles().length));
  }

  /** By so many views. */
  page(views: number): void {
    this.pan(views * this.window().count);
  }

  reset(): void {
    this.window.set(newest(this.candles().length, this.show()));
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
