import { ChangeDetectionStrategy, Component, input } from '@angular/core';

/** A figure with its name, already written. */
export interface NamedFigure {
  name: string;
  value: string;
  hint?: string;
}

/** Figures side by side, each under its name. */
@Component({
  selector: 'tl-figure-list',
  changeDetection: ChangeDetectionStrategy.OnPush,
  template: `
    <dl>
      @for (figure of figures(); track figure.name) {
        <div [title]="figure.hint ?? ''">
          <dt>{{ figure.name }}</dt>
          <dd>{{ figure.value }}</dd>
        </div>
      }
    </dl>
  `,
  styles: `
    dl {
      display: grid;
      grid-template-columns: repeat(auto-fill, minmax(15ch, 1fr));
      gap: var(--tl-s3) var(--tl-s4);
    }
    dt {
      color: var(--tl-text-3);
      font-size: var(--tl-text-12);
    }
    dd {
      font-size: var(--tl-text-20);
      font-weight: var(--tl-medium);
    }
  `,
})
export class FigureList {
  readonly figures = input.required<readonly NamedFigure[]>();
}
