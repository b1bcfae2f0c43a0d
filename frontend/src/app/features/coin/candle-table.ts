import { ChangeDetectionStrategy, Component, computed, input } from '@angular/core';
import type { CandleRow } from '@tideline/contracts';
import type { ChartComparison, ChartIndicator } from '../../ui/candle-chart/chart-model';
import { indicatorText } from '../../ui/candle-chart/chart-scene';
import { formatBig, formatExact, formatPrice } from '../../ui/figures';
import { words } from '../../words';

const shown = 200;

/** The chart's candles with the values of its indicators as a table, newest first, for those who would rather read than look. */
@Component({
  selector: 'tl-candle-table',
  changeDetection: ChangeDetectionStrategy.OnPush,
  template: `
    <div class="scroll" tabindex="0" role="region" [attr.aria-label]="label()">
      <table>
        <caption>
          {{
            note()
          }}
        </caption>
        <thead>
          <tr>
            @for (column of columns(); track $index) {
              <th scope="col">{{ column }}</th>
            }
          </tr>
        </thead>
        <tbody>
          @for (row of rows(); track row.at) {
            <tr>
              <th scope="row">{{ row.time }}</th>
              @for (price of row.prices; track $index) {
                <td>{{ price }}</td>
              }
              <td>{{ row.volume }}</td>
              @for (value of row.values; track $index) {
                <td>{{ value }}</td>
              }
            </tr>
          }
        </tbody>
      </table>
    </div>
  `,
  styles: `
    .scroll {
      block-size: 100%;
      overflow: auto;
    }
    table {
      inline-size: 100%;
      border-collapse: collapse;
      font-size: var(--tl-text-13);
    }
    caption {
      padding: var(--tl-s2) var(--tl-s3);
      color: var(--tl-text-3);
      text-align: start;
    }
    th,
    td {
      padding: var(--tl-s1) var(--tl-s3);
      border-block-end: var(--tl-hairline) solid var(--tl-line);
      font-weight: var(--tl-regular);
      text-align: end;
      white-space: nowrap;
    }
    th:first-child {
      text-align: start;
    }
    thead th {
      position: sticky;
      inset-block-start: 0;
      background: var(--tl-surface-1);
      color: var(--tl-text-3);
    }
  `,
})
export class CandleTable {
  readonly candles = input.required<readonly CandleRow[]>();
  readonly decimals = input.required<number>();
  readonly label = input.required<string>();
  readonly indicators = input<readonly ChartIndicator[]>([]);
  readonly comparisons = input<readonly ChartComparison[]>([]);
  protected readonly columns = computed(() => [
    ...Object.values(words.coin.columns),
    ...this.indicators().flatMap(({ title, curves }) => curves.map(({ name }) => `${title} ${name}`.trim())),
    ...this.comparisons().map(({ symbol }) => words.coin.closeOf(symbol)),
  ]);
  private readonly newest = computed(() => this.candles().slice(-shown).reverse());
  protected readonly note = computed(() => words.coin.tableNote(this.newest().length));
  protected readonly rows = computed(() => {
    const length = this.candles().length;
    const others = this.comparisons().map(({ candles }) => new Map(candles.slice(-2 * shown).map(([at, , , , close]) => [at, close])));
    return this.newest().map(([at, open, high, low, close, volume], i) => ({
      at,
      time: formatExact(at),
      prices: [open, high, low, close].map((price) => formatPrice(price, this.decimals())),
      volume: formatBig(volume),
      values: [...this.valuesOf(length - 1 - i), ...others.map((closes) => formatPrice(closes.get(at)))],
    }));
  });

  private valuesOf(index: number): string[] {
    return this.indicators().flatMap(({ values, figures }) =>
      values.map((column) => indicatorText(column[index] ?? NaN, figures, this.decimals())),
    );
  }
}
