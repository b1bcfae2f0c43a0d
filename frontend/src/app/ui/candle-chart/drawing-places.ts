import type { ChartDrawing, ChartPoint } from './chart-model';
import type { Spot } from './chart-gestures';
import type { ChartScene, ScenePane } from './chart-scene';
import { unitAt, unitY } from './chart-scene';
import { slotX } from './plot-layout';

/** A drawing as it stands on the picture. */
export interface DrawnLine {
  readonly drawing: ChartDrawing;
  readonly from: Spot;
  readonly to: Spot;
}

/** What of a drawing a pointer takes hold of. */
export type DrawingPart = 'whole' | 'from' | 'to';

/** Where a time stands, in slots; before the first bar and after the last one by the distance between bars. */
function slotOf({ visible, barMs }: ChartScene, at: number): number {
  const { bars } = visible;
  const first = bars[0]?.[0] ?? 0;
  if (at <= first) return (at - first) / barMs;
  const index = bars.findLastIndex(([openAt]) => openAt <= at);
  return index + (at - (bars[index]?.[0] ?? first)) / barMs;
}

function timeAt({ visible, layout, barMs }: ChartScene, x: number): number {
  const slot = ((x - layout.left) / Math.max(1, layout.plotWidth)) * visible.slots - 0.5;
  const index = Math.max(0, Math.min(visible.bars.length - 1, Math.floor(slot)));
  return Math.round((visible.bars[index]?.[0] ?? 0) + (slot - index) * barMs);
}

function pricePane(scene: ChartScene): ScenePane {
  return scene.panes[0] as ScenePane;
}

/** The place of a point in pixels. */
export function spotOf(scene: ChartScene, { at, price }: ChartPoint): Spot {
  const pane = pricePane(scene);
  return { x: slotX(scene.layout, scene.visible.slots, slotOf(scene, at)), y: unitY(pane, pane.scale.to(price)) };
}

/** The time and price at a place. */
export function pointAt(scene: ChartScene, { x, y }: Spot): ChartPoint {
  const pane = pricePane(scene);
  return { at: timeAt(scene, x), price: Number(pane.scale.from(unitAt(pane, y)).toPrecision(8)) };
}

/** Where the drawings stand. A price stands over the whole width. */
export function drawnLines(scene: ChartScene, drawings: readonly ChartDrawing[]): DrawnLine[] {
  const { left, plotWidth } = scene.layout;
  return drawings.map((drawing) => {
    if (drawing.kind === 'trend') return { drawing, from: spotOf(scene, drawing.from), to: spotOf(scene, drawing.to) };
    const { y } = spotOf(scene, { at: 0, price: drawing.price });
    return { drawing, from: { x: left, y }, to: { x: left + plotWidth, y } };
  });
}

/** What a pointer within `reach` pixels takes hold of: the ends of a trend line before its middle, later drawings before earlier ones. */
export function hitDrawing(lines: readonly DrawnLine[], spot: Spot, reach: number): { id: string; part: DrawingPart } | null {
  for (const { drawing, from, to } of [...lines].reverse()) {
    const { id } = drawing;
    if (drawing.kind === 'trend' && distance(spot, from) <= reach) return { id, part: 'from' };
    if (drawing.kind === 'trend' && distance(spot, to) <= reach) return { id, part: 'to' };
    if (distanceToLine(spot, from, to) <= reach) return { id, part: 'whole' };
  }
  return null;
}

/** A drawing of which a part was moved by so many pixels. */
export function movedDrawing(scene: ChartScene, drawing: ChartDrawing, part: DrawingPart, by: Spot): ChartDrawing {
  const moved = (point: ChartPoint): ChartPoint => {
    const { x, y } = spotOf(scene, point);
    const to = pointAt(scene, { x: x + by.x, y: y + by.y });
    return { at: by.x === 0 ? point.at : to.at, price: by.y === 0 ? point.price : to.price };
  };
  if (drawing.kind === 'level') return { ...drawing, price: moved({ at: 0, price: drawing.price }).price };
  return { ...drawing, from: part === 'to' ? drawing.from : moved(drawing.from), to: part === 'from' ? drawing.to : moved(drawing.to) };
}

function distance(a: Spot, b: Spot): number {
  return Math.hypot(a.x - b.x, a.y - b.y);
}

function distanceToLine(spot: Spot, from: Spot, to: Spot): number {
  const length = distance(from, to) ** 2;
  if (length === 0) return distance(spot, from);
  const along = ((spot.x - from.x) * (to.x - from.x) + (spot.y - from.y) * (to.y - from.y)) / length;
  const share = Math.min(1, Math.max(0, along));
  return distance(spot, { x: from.x + share * (to.x - from.x), y: from.y + share * (to.y - from.y) });
}
