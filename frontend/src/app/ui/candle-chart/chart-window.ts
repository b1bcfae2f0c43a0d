/** Which part of a series is in view: bars from `start`, `count` of them; both may be fractions while zooming. */
export interface ChartWindow {
  start: number;
  count: number;
}

export const fewestBars = 10;
/** Room right of the newest candle, as a share of the view. */
const rightRoom = 0.04;

/** Shows the newest `count` bars, with a little room at the right. */
export function newest(length: number, count: number): ChartWindow {
  const shown = Math.max(fewestBars, Math.min(count, Math.max(length, fewestBars)));
  return clamp({ start: length - shown * (1 - rightRoom), count: shown }, length);
}

/** Zooms by `factor` (below 1 is nearer) around `anchor`, a share of the view from its left edge. */
export function zoom(view: ChartWindow, anchor: number, factor: number, length: number): ChartWindow {
  const count = Math.min(Math.max(view.count * factor, fewestBars), Math.max(length * (1 + rightRoom), fewestBars));
  return clamp({ start: view.start + anchor * (view.count - count), count }, length);
}

/** Moves the view by a number of bars; positive is towards the newest. */
export function pan(view: ChartWindow, bars: number, length: number): ChartWindow {
  return clamp({ ...view, start: view.start + bars }, length);
}

/** Whether the newest candle is in view, so that the view follows it. */
export function showsNewest(view: ChartWindow, length: number): boolean {
  return view.start + view.count >= length;
}

/** Whether two views show the same part. */
export function sameWindow(a: ChartWindow, b: ChartWindow): boolean {
  return a.start === b.start && a.count === b.count;
}

function clamp(view: ChartWindow, length: number): ChartWindow {
  const furthest = Math.max(0, length - view.count * (1 - rightRoom));
  return { start: Math.min(Math.max(view.start, 0), furthest), count: view.count };
}
