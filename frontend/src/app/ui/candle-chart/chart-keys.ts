import type { ChartView } from './chart-view';
import type { DrawingTool } from './drawing-tool';

/** What the keys of a focused chart act on. */
export interface KeyTargets {
  view: ChartView;
  drawing: DrawingTool;
  /** Moves the crosshair by bars. */
  point: (bars: number) => void;
  /** Moves the crosshair up or down by pixels. */
  raise: (pixels: number) => void;
  /** Places what is being drawn where the crosshair is. */
  place: () => void;
}

const step = { fine: 1, coarse: 10 };

/** What a key does on the chart; null for keys that are none of its own. */
export function chartKey(event: KeyboardEvent, { view, drawing, point, raise, place }: KeyTargets): (() => void) | null {
  if (event.ctrlKey || event.metaKey || event.altKey) return null;
  const chosen = drawing.selected() !== null;
  const pixels = event.shiftKey ? step.coarse : step.fine;
  const sideways = (by: number): (() => void) => (chosen ? () => drawing.nudge({ x: by * pixels, y: 0 }) : () => point(by));
  const upwards = (by: number): (() => void) => (chosen ? () => drawing.nudge({ x: 0, y: -by * pixels }) : () => raise(by * pixels * 4));
  const actions: Record<string, () => void> = {
    ArrowLeft: sideways(-1),
    ArrowRight: sideways(1),
    ArrowUp: upwards(1),
    ArrowDown: upwards(-1),
    '+': () => view.zoom(1, 0.8),
    '=': () => view.zoom(1, 0.8),
    '-': () => view.zoom(1, 1.25),
    '0': () => view.reset(),
    Home: () => view.pan(-Infinity),
    End: () => view.reset(),
    PageUp: () => view.page(-1),
    PageDown: () => view.page(1),
    Enter: place,
    d: () => drawing.next(),
    ...(chosen ? { Delete: () => drawing.remove(), Backspace: () => drawing.remove() } : {}),
  };
  if (event.key === 'Escape') return drawing.escape() ? () => undefined : null;
  return actions[event.key] ?? null;
}
