import { ChangeDetectionStrategy, Component, computed, inject, input } from '@angular/core';
import { Router } from '@angular/router';
import { AdminApi } from '../../../core/admin-api';
import { Clock } from '../../../core/clock';
import { liveQuery } from '../../../core/live-query';
import { Failed } from '../../../ui/failed';
import { formatAgo } from '../../../ui/figures';
import { Section } from '../../../ui/section';
import { Segmented } from '../../../ui/segmented';
import { Skeleton } from '../../../ui/skeleton';
import { adminWords } from '../../../words/admin';
import { statisticsWords as words } from '../../../words/admin-statistics';
import { DayChart } from './day-chart';
import { accountsByDay, formatDayUtc, mailsByDay, requestsByDay } from './day-series';
import { FigureList } from './figure-list';
import { statisticsFigures } from './statistics-figures';

const periods = ['7d', '30d', '90d'] as const;
const everyMs = 60_000;

/** How is this install used? Counts of now and by day; the URL holds how far back. */
@Component({
  selector: 'tl-statistics-page',
  imports: [DayChart, Failed, FigureList, Section, Segmented, Skeleton],
  changeDetection: ChangeDetectionStrategy.OnPush,
  templateUrl: './statistics-page.html',
  styleUrl: './statistics-page.scss',
})
export class StatisticsPage {
  readonly period = input<string>();

  private readonly api = inject(AdminApi);
  private readonly router = inject(Router);
  protected readonly now = inject(Clock).now;
  protected readonly words = words;
  protected readonly title = adminWords.pages.statistics;
  protected readonly periods = periods.map((value) => ({ value, text: words.periods[value] }));
  protected readonly span = computed(() => periods.find((name) => name === this.period()) ?? '30d');
  protected readonly query = liveQuery({ question: () => this.span(), load: (span) => this.api.statistics(span), everyMs });
  protected readonly shown = computed(() => {
    const stats = this.query.value();
    if (stats === undefined) return undefined;
    const from = formatDayUtc(Date.parse(stats.from));
    const figures = statisticsFigures(stats);
    return [
      { ...words.users, figures: figures.users, chart: accountsByDay(stats) },
      { ...words.requests, note: words.requests.note(from), figures: figures.requests, chart: requestsByDay(stats) },
      { ...words.mails, note: words.mails.note(from), figures: figures.mails, chart: mailsByDay(stats) },
      { ...words.now, figures: figures.now, chart: null },
      { ...words.rest, figures: figures.rest, chart: null },
    ];
  });
  protected readonly asOf = computed(() => {
    const stats = this.query.value();
    return stats === undefined ? '' : words.asOf(formatAgo(Date.parse(stats.asOf), this.now()), formatDayUtc(Date.parse(stats.from)));
  });

  protected choose(period: string): void {
    const queryParams = { period: period === '30d' ? null : period };
    void this.router.navigate([], { queryParams, queryParamsHandling: 'merge', replaceUrl: true, scroll: 'manual' });
  }
}
