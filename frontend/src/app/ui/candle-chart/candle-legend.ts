import { ChangeDetectionStrategy, Component, computed, input } from '@angular/core';
import type { CandleRow } from '@tideline/contracts';
import { chartWords } from '../../words/chart';
import { Change } from '../change';
import { formatBig, formatPrice } from '../figures';
import { barTime } from './time-ticks';

/** The figures of one candle in the corner of the chart, instead of a box over the data. */
@Component({
  selector: 'tl-candle-legend',
  imports: [Change],
  changeDetection: ChangeDetectionStrategy.OnPush,
  template: `
    @if (bar(); as bar) {
      <dl [attr.aria-live]="pointed() ? 'polite' : 'off'">
        <div class="time">
          <dt class="visually-hidden">{{ words.time }}</dt>
          <dd>{{ time() }}</dd>
        </div>
        @for (figure of figures(); track figure.short) {
          <div>
            <dt [title]="figure.long">
              <span aria-hidden="true">{{ figure.short }}</span><span class="visually-hidden">{{ figure.long }}</span>
            </dt>
            <dd [class]="way()">{{ figure.text }}</dd>
          </div>
        }
        <div>
          <dt class="visually-hidden">{{ words.change }}</dt>
          <dd><tl-change [value]="change()" /></dd>
        </div>
      </dl>
    }
  `,
  styles: `
    :host {
      display: block;
      min-block-size: var(--tl-s6);
      padding-inline: var(--tl-s3);
    }
    dl {
      display: flex;
      flex-wrap: wrap;
      gap: 0 var(--tl-s3);
      font-size: var(--tl-text-12);
    }
    dl > div {
      display: flex;
      gap: var(--tl-s1);
    }
    dt {
      color: var(--tl-text-3);
    }
    .time {
      color: var(--tl-text-2);
    }
  `,
})
export class CandleLegend {
  readonly bar = input<CandleRow>();
  readonly decimals = input.required<number>();
  /** Whether a reader chose the candle; only then is it spoken. */
  readonly pointed = input(false);
  protected readonly words = chartWords;

  protected readonly time = computed(() => barTime(this.bar()?.[0] ?? 0));
  protected readonly way = computed(() => {
    const [, open = 0, , , close = 0] = this.bar() ?? [];
    return close >= open ? 'up' : 'down';
  });
  protected readonly change = computed(() => {
    const [, open = 0, , , close = 0] = this.bar() ?? [];
    return open > 0 ? (close / open - 1) * 100 : null;
  });
  protected readonly figures = computed(() => {
    const [, open, high, low, close, volume] = this.bar() ?? [0, 0, 0, 0, 0, 0];
    const { open: o, high: h, low: l, close: c, volume: v } = chartWords;
    const prices = [
      { ...o, text: formatPrice(open, this.decimals()) },
      { ...h, text: formatPrice(high, this.decimals()) },
      { ...l, text: formatPrice(low, this.decimals()) },
      { ...c, text: formatPrice(close, this.decimals()) },
    ];
    return [...prices, { ...v, text: formatBig(volume) }];
  });
}
