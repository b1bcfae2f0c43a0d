import { ChangeDetectionStrategy, Component, computed, input } from '@angular/core';
import { formatPrice } from '../figures';
import type { ChartScene } from './chart-scene';
import { unitAt } from './chart-scene';
import { slotTimes } from './chart-option';
import type { DrawnLine } from './drawing-places';
import { paneAt, slotX } from './plot-layout';
import { barTime } from './time-ticks';

/** Where the crosshair is: a slot, and a height in pixels when it has one. */
export interface Crosshair {
  slot: number;
  y: number | null;
  /** Moved by keys, so what it points at is spoken. */
  byKeys: boolean;
}

/** What lies over the picture and moves without a new drawing of it: the crosshair through all panes, and what the reader drew. */
@Component({
  selector: 'tl-chart-overlay',
  changeDetection: ChangeDetectionStrategy.OnPush,
  template: `
    <svg aria-hidden="true" [attr.width]="scene().layout.width" [attr.height]="scene().layout.height">
      @if (clip(); as clip) {
        <clipPath [attr.id]="clipId">
          <rect [attr.x]="clip.x" [attr.y]="clip.y" [attr.width]="clip.width" [attr.height]="clip.height" />
        </clipPath>
      }
      <g [attr.clip-path]="'url(#' + clipId + ')'">
        @for (line of lines(); track line.drawing.id) {
          <line
            class="drawing"
            [class.selected]="line.drawing.id === selected()"
            [attr.x1]="line.from.x"
            [attr.y1]="line.from.y"
            [attr.x2]="line.to.x"
            [attr.y2]="line.to.y"
          />
          @if (line.drawing.id === selected() && line.drawing.kind === 'trend') {
            <circle class="handle" [attr.cx]="line.from.x" [attr.cy]="line.from.y" />
            <circle class="handle" [attr.cx]="line.to.x" [attr.cy]="line.to.y" />
          }
        }
      </g>
      @if (cross(); as cross) {
        <line class="cross" [attr.x1]="cross.x" [attr.x2]="cross.x" [attr.y1]="cross.top" [attr.y2]="cross.bottom" />
        @if (cross.y !== null) {
          <line class="cross" [attr.x1]="cross.left" [attr.x2]="cross.right" [attr.y1]="cross.y" [attr.y2]="cross.y" />
        }
      }
    </svg>
    @for (label of levels(); track label.id) {
      <span class="label level" [style.inset-block-start.px]="label.y" [style.inset-inline-start.px]="label.x">{{ label.text }}</span>
    }
    @if (cross(); as cross) {
      @if (cross.y !== null && cross.text) {
        <span class="label" [style.inset-block-start.px]="cross.y" [style.inset-inline-start.px]="cross.right">{{ cross.text }}</span>
      }
      <span class="label time" [style.inset-block-start.px]="cross.bottom" [style.inset-inline-start.px]="cross.x">{{ cross.time }}</span>
    }
  `,
  host: { 'aria-hidden': 'true' },
  styleUrl: './chart-overlay.scss',
})
export class ChartOverlay {
  readonly scene = input.required<ChartScene>();
  readonly crosshair = input<Crosshair | null>(null);
  readonly lines = input<readonly DrawnLine[]>([]);
  readonly selected = input<string | null>(null);
  readonly decimals = input.required<number>();
  protected readonly clipId = `chart-clip-${(overlays += 1)}`;

  protected readonly clip = computed(() => {
    const { layout, panes } = this.scene();
    const pane = panes[0]?.pane;
    return pane && { x: layout.left, y: pane.top, width: layout.plotWidth, height: pane.height };
  });

  protected readonly cross = computed(() => {
    const at = this.crosshair();
    const { layout, panes, visible } = this.scene();
    if (!at || visible.bars.length === 0) return null;
    const bottom = panes.reduce((most, { pane: { top, height } }) => Math.max(most, top + height), 0);
    const under = at.y === null ? null : paneAt(layout, at.y);
    const pane = under === null ? undefined : panes[under];
    const y = pane ? at.y : null;
    return {
      x: slotX(layout, visible.slots, at.slot),
      y,
      left: layout.left,
      right: layout.left + layout.plotWidth,
      top: panes[0]?.pane.top ?? 0,
      bottom,
      text: pane && y !== null ? pane.text(unitAt(pane, y), true) : '',
      time: barTime(slotTimes(this.scene())[at.slot] ?? 0),
    };
  });

  /** The prices of drawn price lines, beside the axis. */
  protected readonly levels = computed(() => {
    const { layout, panes } = this.scene();
    const pane = panes[0]?.pane;
    if (!pane) return [];
    return this.lines().flatMap(({ drawing, from }) => {
      if (drawing.kind !== 'level' || from.y < pane.top || from.y > pane.top + pane.height) return [];
      return [{ id: drawing.id, x: layout.left + layout.plotWidth, y: from.y, text: formatPrice(drawing.price, this.decimals()) }];
    });
  });
}

let overlays = 0;
