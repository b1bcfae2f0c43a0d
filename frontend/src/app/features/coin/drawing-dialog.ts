import { ChangeDetectionStrategy, Component, computed, input, output, signal } from '@angular/core';
import type { ChartDrawing } from '../../ui/candle-chart/chart-model';
import { formatExact, formatPrice, readFigure } from '../../ui/figures';
import { Icon } from '../../ui/icon';
import { Sheet } from '../../ui/sheet';
import { chartWords } from '../../words/chart';

/** What is drawn on the chart, in words; and a price line by its figure, for those who do not point. */
@Component({
  selector: 'tl-drawing-dialog',
  imports: [Icon, Sheet],
  changeDetection: ChangeDetectionStrategy.OnPush,
  template: `
    <tl-sheet [title]="words.drawings" [close]="words.closeSheet" (closed)="closed.emit()">
      <form (submit)="add($event)">
        <label>
          {{ words.price }}
          <input
            class="field"
            type="text"
            inputmode="decimal"
            autocomplete="off"
            [value]="text()"
            (input)="type($event)"
            [attr.aria-describedby]="fault() ? 'level-fault' : null"
          />
        </label>
        <button type="submit" class="button">{{ words.addLevel }}</button>
        @if (fault()) {
          <p id="level-fault" role="alert">{{ words.badPrice }}</p>
        }
      </form>
      <ul class="shown">
        @for (row of rows(); track row.id) {
          <li>
            <span class="name">{{ row.name }}</span>
            <button type="button" class="icon-button" [attr.aria-label]="words.removeDrawing(row.name)" (click)="remove(row.id)">
              <tl-icon name="close" />
            </button>
          </li>
        } @empty {
          <li class="quiet">{{ words.noDrawings }}</li>
        }
      </ul>
      @if (rows().length > 1) {
        <p>
          <button type="button" class="button" (click)="changed.emit([])">{{ words.removeAll }}</button>
        </p>
      }
    </tl-sheet>
  `,
  styleUrl: './picker.scss',
})
export class DrawingDialog {
  readonly drawings = input.required<readonly ChartDrawing[]>();
  readonly decimals = input.required<number>();
  readonly changed = output<readonly ChartDrawing[]>();
  readonly closed = output();

  protected readonly words = chartWords;
  protected readonly text = signal('');
  protected readonly fault = signal(false);
  protected readonly rows = computed(() => this.drawings().map((drawing) => ({ id: drawing.id, name: this.name(drawing) })));

  protected type(event: Event): void {
    this.text.set((event.target as HTMLInputElement).value);
    this.fault.set(false);
  }

  protected add(event: Event): void {
    event.preventDefault();
    const price = readFigure(this.text());
    this.fault.set(price === null || price <= 0);
    if (price === null || price <= 0) return;
    this.changed.emit([...this.drawings(), { id: `typed-${Date.now().toString(36)}`, kind: 'level', price }]);
    this.text.set('');
  }

  protected remove(id: string): void {
    this.changed.emit(this.drawings().filter((drawing) => drawing.id !== id));
  }

  private name(drawing: ChartDrawing): string {
    const price = (value: number): string => formatPrice(value, this.decimals());
    if (drawing.kind === 'level') return `${chartWords.level} ${price(drawing.price)}`;
    const point = ({ at, price: value }: { at: number; price: number }): string => `${price(value)}, ${formatExact(at)}`;
    return chartWords.trend(point(drawing.from), point(drawing.to));
  }
}
