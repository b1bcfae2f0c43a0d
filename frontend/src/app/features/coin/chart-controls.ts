import { ChangeDetectionStrategy, Component, computed, input, output } from '@angular/core';
import type { CandleInterval } from '@tideline/contracts';
import { draft } from '../../core/draft';
import { Segmented } from '../../ui/segmented';
import { words } from '../../words';
import type { ChartChoice, RangeName } from './chart-range';
import { dayStart, fitting, intervals, mostCandles, ranges, spannedCandles } from './chart-range';

/** What changes in the URL; null takes a parameter away. */
export type ChartQueryChange = Record<'range' | 'interval' | 'from' | 'to', string | null>;

const dayMs = ranges['1d'].ms;
const dayText = (at: number): string => new Date(at).toISOString().slice(0, 10);

/** Range and interval of the chart, and the form for a range of one's own. */
@Component({
  selector: 'tl-chart-controls',
  imports: [Segmented],
  changeDetection: ChangeDetectionStrategy.OnPush,
  templateUrl: './chart-controls.html',
  styleUrl: './chart-controls.scss',
})
export class ChartControls {
  readonly choice = input.required<ChartChoice>();
  readonly changed = output<ChartQueryChange>();
  protected readonly words = words.coin;

  protected readonly rangeOptions: readonly { value: RangeName; text: string }[] = [
    { value: '1d', text: '1d' },
    { value: '7d', text: '7d' },
    { value: '30d', text: '30d' },
    { value: '90d', text: '90d' },
    { value: 'custom', text: words.coin.custom },
  ];
  protected readonly intervalOptions = intervals.map((interval) => ({ value: interval, text: interval }));
  /** The form is open as soon as "Custom" is picked; the URL changes when both days are chosen. */
  protected readonly picked = draft<RangeName>(() => this.choice().range);
  protected readonly from = draft(() => dayText(this.choice().from ?? Date.now() - 14 * dayMs));
  protected readonly to = draft(() => dayText((this.choice().to ?? Date.now() + dayMs) - dayMs));
  protected readonly today = dayText(Date.now());
  protected readonly fault = computed(() => {
    const from = dayStart(this.from());
    const to = dayStart(this.to());
    if (from === null || to === null || from > to || to > Date.now()) return words.coin.badRange;
    return '';
  });
  protected readonly tooMany = computed(() => {
    const { interval } = this.choice();
    return spannedCandles(this.choice()) > mostCandles ? words.coin.tooMany(mostCandles, interval) : '';
  });

  protected pickRange(range: RangeName): void {
    this.picked.set(range);
    if (range !== 'custom') this.changed.emit({ range, interval: null, from: null, to: null });
  }

  protected pickInterval(interval: CandleInterval): void {
    const { range } = this.choice();
    const custom = range === 'custom';
    this.changed.emit({ range: custom ? null : range, interval, from: custom ? this.from() : null, to: custom ? this.to() : null });
  }

  protected submit(event: Event): void {
    event.preventDefault();
    const from = dayStart(this.from());
    const to = dayStart(this.to());
    if (this.fault() !== '' || from === null || to === null) return;
    this.changed.emit({ range: null, interval: fitting(to + dayMs - from), from: this.from(), to: this.to() });
  }

  protected read(event: Event): string {
    return (event.target as HTMLInputElement).value;
  }
}
