import { ChangeDetectionStrategy, Component, computed, input } from '@angular/core';
import { formatCount, formatTick, unknownFigure } from '../../../ui/figures';
import { LinePlot } from '../../../ui/plot/line-plot';
import { statisticsWords } from '../../../words/admin-statistics';
import type { DaySeries } from './day-series';
import { formatDayUtc } from './day-series';

/** Fewer would be drawn with fractions on the axis. */
const leastReach = 4;

/** Counts by day as lines, and as a table for whoever wants to read them. */
@Component({
  selector: 'tl-day-chart',
  imports: [LinePlot],
  changeDetection: ChangeDetectionStrategy.OnPush,
  template: `
    <tl-line-plot
      [times]="series().days"
      [lines]="series().lines"
      [label]="title()"
      [write]="write"
      [writeDay]="day"
      [exact]="false"
      [reach]="reach"
    />
    <details>
      <summary>{{ words.asTable }}</summary>
      <div class="scroll" tabindex="0" role="region" [attr.aria-label]="title()">
        <table>
          <caption class="visually-hidden">
            {{
              title()
            }}
          </caption>
          <thead>
            <tr>
              <th scope="col">{{ words.day }}</th>
              @for (line of series().lines; track line.name) {
                <th scope="col">{{ line.name }}</th>
              }
            </tr>
          </thead>
          <tbody>
            @for (row of rows(); track row.day) {
              <tr>
                <th scope="row">{{ row.day }}</th>
                @for (figure of row.figures; track $index) {
                  <td>{{ figure }}</td>
                }
              </tr>
            }
          </tbody>
        </table>
      </div>
    </details>
  `,
  styleUrl: './day-chart.scss',
})
export class DayChart {
  readonly series = input.required<DaySeries>();
  readonly what = input.required<string>();

  protected readonly words = statisticsWords.charts;
  protected readonly reach = [0, leastReach];
  protected readonly day = formatDayUtc;
  protected readonly title = computed(() => this.words.byDay(this.what()));
  protected readonly write = (value: number | null): string =>
    value === null ? unknownFigure : value < 10_000 ? formatCount(value) : formatTick(value);
  /** The newest day first. */
  protected readonly rows = computed(() =>
    this.series()
      .days.map((at, i) => ({ day: formatDayUtc(at), figures: this.series().lines.map(({ values }) => formatCount(values[i] ?? 0)) }))
      .toReversed(),
  );
}
