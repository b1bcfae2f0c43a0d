import { ChangeDetectionStrategy, Component, computed, input, output } from '@angular/core';
import { chartWords } from '../../words/chart';
import { Icon } from '../icon';
import { paletteSize } from './chart-colours';

/** A line of a legend: what is drawn, in which colours, and its figures under the crosshair. */
export interface LegendEntry {
  readonly key: string;
  readonly title: string;
  readonly figures: readonly { readonly name: string; readonly text: string; readonly colour: number | 'accent' | null }[];
  /** What must be known of the figures, or why there are none. */
  readonly note: string;
  /** What can be done with it. */
  readonly actions: 'all' | 'remove' | 'none';
}

/** The legend of a pane: one line for each indicator, with what changes and removes it. */
@Component({
  selector: 'tl-pane-legend',
  imports: [Icon],
  changeDetection: ChangeDetectionStrategy.OnPush,
  template: `
    <ul [attr.aria-label]="words.legend" [attr.aria-live]="spoken() ? 'polite' : 'off'">
      @for (entry of rows(); track entry.key) {
        <li>
          <span class="title">{{ entry.title }}</span>
          @for (figure of entry.figures; track $index) {
            <span class="figure" [class]="figure.swatch" [title]="figure.name">
              @if (figure.name) {
                <span class="visually-hidden">{{ figure.name }} </span>
              }
              {{ figure.text }}</span
            >
          }
          @if (entry.note) {
            <span class="note">{{ entry.note }}</span>
          }
          <span class="actions">
            @if (entry.actions === 'all') {
              <button
                type="button"
                [attr.aria-label]="words.edit(entry.title)"
                [title]="words.edit(entry.title)"
                (click)="edit.emit(entry.key)"
              >
                <tl-icon name="sliders" />
              </button>
            }
            @if (entry.actions !== 'none') {
              <button
                type="button"
                [attr.aria-label]="words.remove(entry.title)"
                [title]="words.remove(entry.title)"
                (click)="remove.emit(entry.key)"
              >
                <tl-icon name="close" />
              </button>
            }
          </span>
        </li>
      }
    </ul>
  `,
  styleUrl: './pane-legend.scss',
})
export class PaneLegend {
  readonly entries = input.required<readonly LegendEntry[]>();
  /** The crosshair was moved by keys. */
  readonly spoken = input(false);
  readonly edit = output<string>();
  readonly remove = output<string>();
  protected readonly words = chartWords;
  protected readonly rows = computed(() =>
    this.entries().map((entry) => ({
      ...entry,
      figures: entry.figures.map(({ name, text, colour }) => ({ name, text, swatch: swatchOf(colour) })),
    })),
  );
}

function swatchOf(colour: number | 'accent' | null): string {
  return typeof colour === 'number' ? `swatch series-${(colour % paletteSize) + 1}` : colour === null ? '' : 'swatch accent';
}
