import { ChangeDetectionStrategy, Component, computed, inject, input, output, signal } from '@angular/core';
import { MarketData } from '../../core/market-data';
import { Icon } from '../../ui/icon';
import { Sheet } from '../../ui/sheet';
import { chartWords } from '../../words/chart';
import { mostComparisons } from './chart-settings';

/** The coins that a chart is compared with. */
@Component({
  selector: 'tl-compare-dialog',
  imports: [Icon, Sheet],
  changeDetection: ChangeDetectionStrategy.OnPush,
  template: `
    <tl-sheet [title]="words.compareWith" [close]="words.closeSheet" (closed)="closed.emit()">
      <p>{{ full() ? words.tooManyCoins(most) : words.compareHint }}</p>
      <input
        type="search"
        autocomplete="off"
        spellcheck="false"
        [attr.aria-label]="words.searchCoins"
        [placeholder]="words.searchCoins"
        (input)="type($event)"
        (keydown.enter)="toggleFirst($event)"
      />
      <ul class="kinds">
        @for (coin of coins(); track coin.symbol) {
          <li>
            <button
              type="button"
              [class.chosen]="coin.chosen"
              [attr.aria-pressed]="coin.chosen"
              [disabled]="full() && !coin.chosen"
              (click)="toggle(coin.symbol)"
            >
              <span>{{ coin.name }}</span>
              <span class="id">{{ coin.symbol }}</span>
              @if (coin.chosen) {
                <tl-icon class="where" name="check" />
              }
            </button>
          </li>
        }
      </ul>
      <p role="status" [class.visually-hidden]="coins().length > 0">{{ coins().length > 0 ? '' : words.noCoin(text()) }}</p>
    </tl-sheet>
  `,
  styleUrl: './picker.scss',
})
export class CompareDialog {
  /** The coin of the chart, which is not compared with itself. */
  readonly symbol = input.required<string>();
  readonly compared = input.required<readonly string[]>();
  readonly changed = output<readonly string[]>();
  readonly closed = output();

  private readonly assets = inject(MarketData).assets;
  protected readonly words = chartWords;
  protected readonly most = mostComparisons;
  protected readonly text = signal('');
  protected readonly full = computed(() => this.compared().length >= mostComparisons);
  protected readonly coins = computed(() => {
    const wanted = this.text().trim().toLowerCase();
    return (this.assets.value() ?? [])
      .filter(({ symbol }) => symbol !== this.symbol())
      .filter(({ symbol, name }) => symbol.toLowerCase().includes(wanted) || name.toLowerCase().includes(wanted))
      .map(({ symbol, name }) => ({ symbol, name, chosen: this.compared().includes(symbol) }));
  });

  protected type(event: Event): void {
    this.text.set((event.target as HTMLInputElement).value);
  }

  protected toggleFirst(event: Event): void {
    event.preventDefault();
    const first = this.coins()[0];
    if (first && (first.chosen || !this.full())) this.toggle(first.symbol);
  }

  protected toggle(symbol: string): void {
    const compared = this.compared();
    this.changed.emit(compared.includes(symbol) ? compared.filter((one) => one !== symbol) : [...compared, symbol]);
  }
}
