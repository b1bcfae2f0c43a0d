import { ChangeDetectionStrategy, Component, computed, inject, input, output } from '@angular/core';
import type { AssetSummary, Coverage } from '@tideline/contracts';
import { forkJoin, map } from 'rxjs';
import { ApiClient } from '../../core/api-client';
import { liveQuery } from '../../core/live-query';
import { Failed } from '../../ui/failed';
import { writeTime } from '../../ui/figure-style';
import { formatFixed } from '../../ui/figures';
import { Skeleton } from '../../ui/skeleton';
import { words } from '../../words';
import { coverageDays, dayMs } from './coverage-days';

const utcDay = { day: 'numeric', month: 'short', timeZone: 'UTC' } as const;

/** A row of days per asset: which were watched or back-filled, which are known by candles only, and which miss something. */
@Component({
  selector: 'tl-coverage-calendar',
  imports: [Failed, Skeleton],
  changeDetection: ChangeDetectionStrategy.OnPush,
  templateUrl: './coverage-calendar.html',
  styleUrl: './coverage-calendar.scss',
})
export class CoverageCalendar {
  readonly assets = input.required<readonly AssetSummary[]>();
  readonly days = input.required<number>();
  readonly now = input.required<number>();
  /** The coverage of every asset, each time it was read. */
  readonly read = output<readonly Coverage[]>();
  private readonly api = inject(ApiClient);
  protected readonly words = words.health;
  protected readonly levels = ['full', 'candles', 'most', 'some', 'none'] as const;

  private readonly symbols = computed(() => this.assets().map((asset) => asset.symbol), { equal: (a, b) => a.join() === b.join() });
  private readonly today = computed(() => Math.floor(this.now() / dayMs) * dayMs);
  protected readonly query = liveQuery({
    question: () => (this.symbols().length === 0 ? undefined : { symbols: this.symbols(), to: this.today() + dayMs, days: this.days() }),
    load: ({ symbols, to, days }) =>
      forkJoin(symbols.map((symbol) => this.api.coverage(symbol, { from: to - days * dayMs, to }))).pipe(
        map((answers) => {
          this.read.emit(answers);
          return { answers, from: to - days * dayMs, to };
        }),
      ),
    everyMs: 60_000,
  });

  protected readonly rows = computed(() => {
    const value = this.query.value();
    if (!value) return [];
    return value.answers.map((answer) => {
      const days = coverageDays(answer, value.from, value.to, this.now());
      const full = days.filter((day) => day.level === 'full').length;
      return {
        symbol: answer.symbol,
        summary: words.health.fullDays(full, days.length),
        cells: days.map((day) => ({ ...day, hint: this.hint(day.at, day.complete, day.level) })),
      };
    });
  });

  private hint(at: number, complete: number, level: (typeof this.levels)[number]): string {
    return `${writeTime(at, utcDay)}: ${words.health.levels[level]} (${formatFixed(Math.floor(complete * 1000) / 10, 1)} %)`;
  }
}
