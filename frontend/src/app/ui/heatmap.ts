import type { ElementRef } from '@angular/core';
import { ChangeDetectionStrategy, Component, DestroyRef, afterNextRender, computed, inject, input, signal, viewChild } from '@angular/core';
import { RouterLink } from '@angular/router';
import { formatPercent } from './figures';
import { roomyTreemap } from './treemap';

/** One thing on the map. */
export interface HeatCell {
  id: string;
  name: string;
  /** What its area stands for; only known, positive sizes are drawn. */
  size: number | null;
  /** Percent; null is drawn without colour. */
  change: number | null;
  link: string;
  /** What the area means for this one, in words. */
  sizeText: string;
}

/** What a name takes along and across its line. */
const labelled = { perLetter: 9.5, across: 18 };
const detailed = { width: 58, height: 38 };
/** A finger's 24 pixels and the gap. */
const leastSide = 26;
const strongest = 50;

/**
 * A treemap: the area grows with the square root of the size, so that the small ones stay readable beside the large, and has a floor;
 * the colour with the change up to `fullAt` percent. Sign and figure stand beside the colour or in the label.
 */
@Component({
  selector: 'tl-heatmap',
  imports: [RouterLink],
  changeDetection: ChangeDetectionStrategy.OnPush,
  templateUrl: './heatmap.html',
  styleUrl: './heatmap.scss',
})
export class Heatmap {
  readonly cells = input.required<readonly HeatCell[]>();
  /** The change at which the colour is strongest, percent. */
  readonly fullAt = input.required<number>();
  /** What the map shows, for screen readers. */
  readonly label = input.required<string>();

  private readonly box = viewChild.required<ElementRef<HTMLElement>>('box');
  private readonly area = signal({ width: 0, height: 0 });

  protected readonly tiles = computed(() => {
    const { width, height } = this.area();
    const cells = this.cells()
      .filter((cell) => (cell.size ?? 0) > 0)
      .sort((a, b) => (b.size ?? 0) - (a.size ?? 0));
    const roots = cells.map((cell) => Math.sqrt(cell.size ?? 0));
    const tiles = roomyTreemap(roots, width, height, leastSide);
    return cells.flatMap((cell, i) => {
      const tile = tiles[i];
      return tile ? [{ cell, tile, ...this.look(cell, tile.width, tile.height) }] : [];
    });
  });
  protected readonly scale = computed(() => [-1, -0.5, 0, 0.5, 1].map((part) => ({ part, colour: this.colour(part * this.fullAt()) })));
  protected readonly ends = computed(() => [formatPercent(-this.fullAt()), formatPercent(this.fullAt())]);

  constructor() {
    const destroyRef = inject(DestroyRef);
    afterNextRender(() => {
      const observer = new ResizeObserver(([entry]) => {
        if (entry) this.area.set({ width: entry.contentRect.width, height: entry.contentRect.height });
      });
      observer.observe(this.box().nativeElement);
      destroyRef.onDestroy(() => observer.disconnect());
    });
  }

  private look(
    cell: HeatCell,
    width: number,
    height: number,
  ): { text: string; upright: boolean; change: string; detailed: boolean; colour: string; label: string } {
    const change = formatPercent(cell.change);
    const along = labelled.perLetter * cell.id.length;
    const flat = width >= along && height >= labelled.across;
    const upright = !flat && height >= along && width >= labelled.across;
    return {
      text: flat || upright ? cell.id : '',
      upright,
      change,
      detailed: width >= detailed.width && height >= detailed.height,
      colour: this.colour(cell.change),
      // Begins with what is written on the tile, so that it can be spoken to.
      label: `${cell.id} ${change}, ${cell.name}, ${cell.sizeText}`,
    };
  }

  private colour(change: number | null): string {
    const strength = Math.min(1, Math.abs(change ?? 0) / this.fullAt()) * strongest;
    return `color-mix(in srgb, var(--tl-${(change ?? 0) < 0 ? 'down' : 'up'}) ${strength.toFixed(0)}%, var(--tl-surface-2))`;
  }
}
