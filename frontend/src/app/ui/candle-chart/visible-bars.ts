import type { CandleRow } from '@tideline/contracts';
import type { ChartWindow } from './chart-window';

/** What is drawn: candles, several of one series merged into one bar where there are more of them than room. */
export interface VisibleBars {
  bars: CandleRow[];
  /** How many candles one bar stands for. */
  merged: number;
  /** Index of the first bar's first candle in the series. */
  first: number;
}

/** Cuts the window out of the series; at most `room` bars, so that the work is bound by the width of the picture and not by the history. */
export function visibleBars(candles: readonly CandleRow[], view: ChartWindow, room: number): VisibleBars {
  const from = Math.max(0, Math.floor(view.start));
  const to = Math.min(candles.length, Math.ceil(view.start + view.count));
  const merged = Math.max(1, Math.ceil((to - from) / Math.max(1, room)));
  if (merged === 1) return { bars: candles.slice(from, to), merged, first: from };
  // Bars start at multiples of `merged`, so that they keep their candles while the view moves.
  const first = Math.floor(from / merged) * merged;
  const bars: CandleRow[] = [];
  for (let i = first; i < to; i += merged) bars.push(merge(candles, i, Math.min(i + merged, candles.length)));
  return { bars, merged, first };
}

function merge(candles: readonly CandleRow[], from: number, to: number): CandleRow {
  const [openAt, open] = candles[from] as CandleRow;
  let high = -Infinity;
  let low = Infinity;
  let volume = 0;
  for (let i = from; i < to; i++) {
    const candle = candles[i] as CandleRow;
    high = Math.max(high, candle[2]);
    low = Math.min(low, candle[3]);
    volume += candle[5];
  }
  return [openAt, open, high, low, (candles[to - 1] as CandleRow)[4], volume];
}
