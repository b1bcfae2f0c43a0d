import { ChangeDetectionStrategy, Component, computed, input } from '@angular/core';

const width = 100;
const height = 28;
const inset = 2;

/** The `d` of a line through the points, scaled to a 100 × 28 box; empty under two points. */
export function sparklinePath(points: readonly number[]): string {
  if (points.length < 2) return '';
  const low = Math.min(...points);
  const span = Math.max(...points) - low;
  const y = (value: number): number => (span === 0 ? height / 2 : height - inset - ((value - low) / span) * (height - 2 * inset));
  return points
    .map((value, i) => `${i === 0 ? 'M' : 'L'}${((i / (points.length - 1)) * width).toFixed(1)} ${y(value).toFixed(1)}`)
    .join('');
}

/** A small line without axes. It only repeats in shape what the change beside it says in figures, so screen readers skip it. */
@Component({
  selector: 'tl-sparkline',
  changeDetection: ChangeDetectionStrategy.OnPush,
  template: `<svg viewBox="0 0 100 28" preserveAspectRatio="none" aria-hidden="true"><path [attr.d]="path()" /></svg>`,
  host: { '[class]': 'way()' },
  styles: `
    :host {
      display: block;
      inline-size: var(--tl-sparkline);
      block-size: var(--tl-s6);
    }
    svg {
      display: block;
      inline-size: 100%;
      block-size: 100%;
      overflow: visible;
    }
    path {
      fill: none;
      stroke: currentColor;
      stroke-width: 1.5;
      stroke-linejoin: round;
      vector-effect: non-scaling-stroke;
    }
    :host(.flat) {
      color: var(--tl-text-3);
    }
  `,
})
export class Sparkline {
  readonly points = input.required<readonly number[]>();
  /** The change beside it in percent: the line has its colour, though it may begin at another moment. Without one its own ends count. */
  readonly change = input<number | null>(null);
  protected readonly path = computed(() => sparklinePath(this.points()));
  protected readonly way = computed(() => {
    const points = this.points();
    const moved = this.change() ?? (points.at(-1) ?? 0) - (points[0] ?? 0);
    return moved > 0 ? 'up' : moved < 0 ? 'down' : 'flat';
  });
}
