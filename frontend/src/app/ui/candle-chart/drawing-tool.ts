import type { Signal, WritableSignal } from '@angular/core';
import { computed, signal } from '@angular/core';
import type { ChartDrawing, ChartPoint, DrawingKind } from './chart-model';
import type { Spot } from './chart-gestures';
import type { ChartScene } from './chart-scene';
import type { DrawingPart } from './drawing-places';
import { drawnLines, hitDrawing, movedDrawing, pointAt } from './drawing-places';

interface Held {
  drawing: ChartDrawing;
  part: DrawingPart;
  from: Spot;
}

const reach = { mouse: 6, touch: 16 };
/** A second point nearer than this is the same press as the first. */
const sameSpot = 8;
let made = 0;

/** Making, choosing, moving and removing drawings, by pointer and by keys. */
export class DrawingTool {
  readonly selected = signal<string | null>(null);
  /** What is being made or moved, as it would be if let go now. */
  private readonly preview = signal<ChartDrawing | null>(null);
  private held: Held | null = null;
  private first: { point: ChartPoint; spot: Spot } | null = null;

  /** The drawings as they look now. */
  readonly shown = computed(() => {
    const preview = this.preview();
    const kept = this.drawings();
    if (!preview) return kept;
    return kept.some(({ id }) => id === preview.id) ? kept.map((one) => (one.id === preview.id ? preview : one)) : [...kept, preview];
  });
  readonly lines = computed(() => drawnLines(this.scene(), this.shown()));

  constructor(
    private readonly scene: Signal<ChartScene>,
    private readonly drawings: WritableSignal<readonly ChartDrawing[]>,
    private readonly kind: WritableSignal<DrawingKind | null>,
  ) {}

  /** Whether a place is on a drawing. */
  over(spot: Spot): boolean {
    return hitDrawing(this.lines(), spot, reach.mouse) !== null;
  }

  grip(spot: Spot, touch: boolean): boolean {
    const { pane } = this.scene().panes[0] ?? {};
    const inside = pane !== undefined && spot.y >= pane.top && spot.y <= pane.top + pane.height;
    if (this.kind() !== null) {
      if (inside && this.first === null) this.first = { point: pointAt(this.scene(), spot), spot };
      if (inside) this.preview.set(this.making(spot));
      return inside;
    }
    const hit = inside ? hitDrawing(this.lines(), spot, touch ? reach.touch : reach.mouse) : null;
    this.selected.set(hit?.id ?? null);
    const drawing = this.drawings().find(({ id }) => id === hit?.id);
    this.held = hit && drawing ? { drawing, part: hit.part, from: spot } : null;
    return this.held !== null;
  }

  slide(spot: Spot): void {
    if (this.held) {
      const { drawing, part, from } = this.held;
      this.preview.set(movedDrawing(this.scene(), drawing, part, { x: spot.x - from.x, y: spot.y - from.y }));
    } else if (this.first) this.preview.set(this.making(spot));
  }

  release(spot: Spot): void {
    const preview = this.preview();
    if (this.held) {
      if (preview) this.replace(preview);
      this.stop();
    } else if (this.first && (this.kind() === 'level' || apart(spot, this.first.spot))) this.finish(spot);
  }

  /** Follows the mouse between the two points of a trend line. */
  hover(spot: Spot | null): void {
    if (spot && this.first && this.kind() === 'trend') this.preview.set(this.making(spot));
  }

  /** Enter at a place: the price, or the first and then the second point. */
  place(spot: Spot): void {
    if (this.first === null) this.first = { point: pointAt(this.scene(), spot), spot };
    if (this.kind() === 'level' || apart(spot, this.first.spot)) this.finish(spot);
    else this.preview.set(this.making(spot));
  }

  nudge(by: Spot): void {
    const drawing = this.drawings().find(({ id }) => id === this.selected());
    if (drawing) this.replace(movedDrawing(this.scene(), drawing, 'whole', by));
  }

  /** Chooses the next drawing; after the last one none. */
  next(): void {
    const ids = this.drawings().map(({ id }) => id);
    this.selected.set(ids[ids.indexOf(this.selected() ?? '') + 1] ?? null);
  }

  remove(): void {
    const id = this.selected();
    if (id === null) return;
    this.drawings.update((drawings) => drawings.filter((drawing) => drawing.id !== id));
    this.selected.set(null);
  }

  /** Lets go of everything; true when there was something. */
  escape(): boolean {
    const busy = this.first !== null || this.held !== null || this.selected() !== null || this.kind() !== null;
    this.selected.set(null);
    this.kind.set(null);
    this.stop();
    return busy;
  }

  private finish(spot: Spot): void {
    const drawing = this.making(spot);
    if (drawing) {
      this.drawings.update((drawings) => [...drawings, { ...drawing, id: newId() }]);
      this.selected.set(this.drawings().at(-1)?.id ?? null);
    }
    this.kind.set(null);
    this.stop();
  }

  private stop(): void {
    this.held = null;
    this.first = null;
    this.preview.set(null);
  }

  private making(spot: Spot): ChartDrawing | null {
    const point = pointAt(this.scene(), spot);
    if (this.kind() === 'level') return { id: 'new', kind: 'level', price: point.price };
    return this.first && { id: 'new', kind: 'trend', from: this.first.point, to: point };
  }

  private replace(drawing: ChartDrawing): void {
    this.drawings.update((drawings) => drawings.map((one) => (one.id === drawing.id ? drawing : one)));
  }
}

function apart(a: Spot, b: Spot): boolean {
  return Math.hypot(a.x - b.x, a.y - b.y) > sameSpot;
}

function newId(): string {
  return `${Date.now().toString(36)}-${(made += 1)}`;
}
