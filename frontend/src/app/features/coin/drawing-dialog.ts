import type { ElementRef } from '@angular/core';
import { ChangeDetectionStrategy, Component, computed, input, output, signal, viewChild, viewChildren } from '@angular/core';
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
            #field
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
        @for (row of rows(); track row.id; let i = $index) {
          <li>
            <span class="name">{{ row.name }}</span>
            <button #remover type="button" class="icon-button" [attr.aria-label]="words.removeDrawing(row.name)" (click)="remove(i)">
              <tl-icon name="close" />
            </button>
          </li>
        } @empty {
          <li class="quiet">{{ words.noDrawings }}</li>
        }
      </ul>
      @if (rows().length > 1) {
        <p>
          <button type="button" class="button" (click)="removeAll()">{{ words.removeAll }}</button>
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

  private readonly field = viewChild.required<ElementRef<HTMLElement>>('field');
  private readonly removers = viewChildren<ElementRef<HTMLElement>>('remover');
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

  /** The focus goes to the next row, which may be the one before, or to the field where none is left. */
  protected remove(index: number): void {
    const removers = this.removers();
    (removers[index + 1] ?? removers[index - 1] ?? this.field()).nativeElement.focus();
    this.changed.emit(this.drawings().toSpliced(index, 1));
  }

  protected removeAll(): void {
    this.field().nativeElement.focus();
    this.changed.emit([]);
  }

  private name(drawing: ChartDrawing): string {
    const price = (value: number): string => formatPrice(value, this.decimals());
    if (drawing.kind === 'level') return `${chartWords.level} ${price(drawing.price)}`;
    const point = ({ at, price: value }: { at: number; price: number }): string => `${price(value)}, ${formatExact(at)}`;
    return chartWords.trend(point(drawing.from), point(drawing.to));
  }
}
