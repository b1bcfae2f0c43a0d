import { ChangeDetectionStrategy, Component } from '@angular/core';
import { correlationWords as words } from '../../words/correlation';
import { fewObservations, formatR } from './matrix-view';

/** What the colours of the matrix mean. The figures stand in the cells, so screen readers skip it. */
@Component({
  selector: 'tl-heat-legend',
  changeDetection: ChangeDetectionStrategy.OnPush,
  template: `
    <span class="end">{{ words.legendLow }}</span>
    @for (step of steps; track step.r) {
      <span class="step" [class.below]="step.r < 0" [style.--r]="step.strength">{{ step.text }}</span>
    }
    <span class="end">{{ words.legendHigh }}</span>
    <span class="mark none"></span>{{ words.legendNone }} <span class="mark few"></span>{{ words.legendFew(few) }}
  `,
  host: { 'aria-hidden': 'true' },
  styleUrl: './heat-legend.scss',
})
export class HeatLegend {
  protected readonly words = words;
  protected readonly few = fewObservations;
  protected readonly steps = [-1, -0.5, 0, 0.5, 1].map((r) => ({ r, text: formatR(r), strength: colourStrength(r) }));
}

/** How strong the colour of a coefficient is, 0 to 1: more than in proportion, because most coins move together and differ near 1. */
export function colourStrength(r: number | null): number {
  return Math.abs(r ?? 0) ** 1.5;
}
