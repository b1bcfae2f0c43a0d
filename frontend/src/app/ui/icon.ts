import { ChangeDetectionStrategy, Component, computed, input } from '@angular/core';

/** Our own drawings on a 20 × 20 grid, stroked. */
const drawings = {
  overview: 'M3 16.5h14M5 13v-3M10 13V5M15 13V8',
  health: 'M2.5 10.5h3.5l2-5 3.5 9 2-4h4',
  screener: 'M3 4.5h14l-5.5 6.5v5l-3-1.5V11Z',
  correlation: 'M3.5 3.5h5v5h-5ZM11.5 3.5h5v5h-5ZM3.5 11.5h5v5h-5ZM13 14h2',
  moves: 'M3 13.5h3.5l2-3 2 3M11 12.5l2.5-8M10.5 7l3-2.5 2 3.2M3 16.5h14',
  star: 'M10 2.8l2.2 4.6 5 .7-3.6 3.5.9 5L10 14.2l-4.5 2.4.9-5L2.8 8.1l5-.7Z',
  plus: 'M10 4.5v11M4.5 10h11',
  search: 'M9 14.5a5.5 5.5 0 1 0 0-11 5.5 5.5 0 0 0 0 11ZM13.2 13.2 17 17',
  sliders: 'M3 6h8M15 6h2M3 14h2M9 14h8M13 4v4M7 12v4',
  close: 'M5 5l10 10M15 5 5 15',
  clock: 'M10 17a7 7 0 1 0 0-14 7 7 0 0 0 0 14ZM10 6v4l2.5 2',
  warning: 'M10 3.5 17.5 16.5h-15ZM10 8.5v3.5M10 14.2v.1',
  offline:
    'M3 3l14 14M6 8.5a8 8 0 0 1 2-1M3.5 6.8A11 11 0 0 1 6 5.3M11.5 7.2a8 8 0 0 1 3 1.8M9 4.6a11 11 0 0 1 7.5 2.8M8 11.5a4 4 0 0 1 3.5 0M10 15v.1',
  retry: 'M16 10a6 6 0 1 1-1.8-4.3M16 3v3.5h-3.5',
  up: 'M10 16V5M5.5 9 10 4.5 14.5 9',
  down: 'M10 4v11M5.5 11 10 15.5 14.5 11',
  check: 'M4 10.5 8 14.5 16 5.5',
  eye: 'M2.5 10s2.7-5 7.5-5 7.5 5 7.5 5-2.7 5-7.5 5-7.5-5-7.5-5ZM10 12.3a2.3 2.3 0 1 0 0-4.6 2.3 2.3 0 0 0 0 4.6Z',
  hidden:
    'M3 3l14 14M8 5.3a7.6 7.6 0 0 1 2-.3c4.8 0 7.5 5 7.5 5a13 13 0 0 1-2 2.6M5.5 6.4A13 13 0 0 0 2.5 10s2.7 5 7.5 5a7.4 7.4 0 0 0 3.2-.7M8.4 8.4a2.3 2.3 0 0 0 3.2 3.2',
  person: 'M10 9.5a3 3 0 1 0 0-6 3 3 0 0 0 0 6ZM4 16.5c.6-3 3-4.5 6-4.5s5.4 1.5 6 4.5',
  key: 'M7 13.5a3.5 3.5 0 1 0 0-7 3.5 3.5 0 0 0 0 7ZM10.5 10H17.5M17 10v3M14 10v2.5',
  mail: 'M3 5h14v10.5H3ZM3.5 5.5 10 11l6.5-5.5',
  chevron: 'M7.5 4.5 13 10l-5.5 5.5',
} as const;

export type IconName = keyof typeof drawings;

/** A drawing that says nothing to screen readers; whatever holds it has the words. */
@Component({
  selector: 'tl-icon',
  changeDetection: ChangeDetectionStrategy.OnPush,
  template: `<svg viewBox="0 0 20 20" aria-hidden="true" focusable="false"><path [attr.d]="path()" /></svg>`,
  styles: `
    :host {
      display: inline-flex;
      inline-size: var(--tl-icon);
      block-size: var(--tl-icon);
      flex: none;
    }
    svg {
      inline-size: 100%;
      block-size: 100%;
      fill: var(--tl-icon-fill, none);
      stroke: currentColor;
      stroke-width: 1.6;
      stroke-linecap: round;
      stroke-linejoin: round;
    }
  `,
})
export class Icon {
  readonly name = input<IconName>();
  /** A path on the same grid, for drawings that only one page needs. */
  readonly drawing = input('');
  protected readonly path = computed(() => {
    const name = this.name();
    return name === undefined ? this.drawing() : drawings[name];
  });
}
