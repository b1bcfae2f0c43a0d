import type { CandleRow } from '@tideline/contracts';
import type { ChartWindow } from './chart-window';

/** What is drawn: candles, several of one series merged into one bar where there are more of them than room. */
export interface VisibleBars {
  bars: CandleRow[];
  /** How many candles one bar stands for. */
  merged: number;
  /** Index of the first bar's first candle in the series. */
  first: number;
  /** Places of the picture: the bars, and the empty ones right of the newest. */
  slots: number;
}

/** Cuts the window out of the series; at most `room` bars, so that the work is bound by the width of the picture and not by the history. */
export function visibleBars(candles: readonly CandleRow[], view: ChartWindow, room: number): VisibleBars {
  const from = Math.max(0, Math.floor(view.start));
  const end = Math.max(from + 1, Math.ceil(view.start + view.count));
  const to = Math.min(candles.length, end);
  const merged = Math.max(1, Math.ceil((to - from) / Math.max(1, room)));
  if (merged === 1) return { bars: candles.slice(from, to), merged, first: from, slots: end - from };
  // Bars start at multiples of `merged`, so that they keep their candles while the view moves.
  const first = Math.floor(from / merged) * merged;
  const bars: CandleRow[] = [];
  for (let i = first; i < to; i += merged) bars.push(merge(candles, i, Math.min(i + merged, candles.length)));
  return { bars, merged, first, slots: Math.max(bars.length, Math.ceil((end - first) / merged)) };
}

/** What each bar shows of values that stand beside the candles: that of its last candle. */
export function visibleValues(values: Float64Array, { bars, merged, first }: VisibleBars, length: number): number[] {
  return bars.map((_, i) => values[Math.min(first + (i + 1) * merged, length) - 1] ?? NaN);
}

/** The close that another series had at the end of each bar; NaN before its first candle and where it has been silent for long. */
export function closesBeside(other: readonly CandleRow[], bars: readonly CandleRow[], barMs: number): number[] {
  return bars.map(([at], i) => {
    const before = bars[i + 1]?.[0] ?? at + barMs;
    const found = other[lastBefore(other, before)];
    return found !== undefined && before - found[0] <= longestSilence * barMs ? found[4] : NaN;
  });
}

/** Bars after which a series that had no candle is no longer drawn. */
const longestSilence = 10;

/** Index of the last row that begins before a time; −1 when none does. */
function lastBefore(rows: readonly CandleRow[], time: number): number {
  let low = 0;
  let high = rows.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((rows[middle] as CandleRow)[0] < time) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}

function merge(candles: readonly CandleRow[], from: number, to: number): CandleRow {
  const [openAt, open] = candles[from] as CandleRow;
  let high = -Infinity;
  let low = Infinity;
  let volume = 0;
  for (let i = from; i < to; i++) {
    const candle = candles[i] as CandleRow;
    if (candle[2] > high) high = candle[2];
    if (candle[3] < low) low = candle[3];
    volume += candle[5];
  }
  return [openAt, open, high, low, (candles[to - 1] as CandleRow)[4], volume];
}
