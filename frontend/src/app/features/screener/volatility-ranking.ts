import { ChangeDetectionStrategy, Component, computed, inject } from '@angular/core';
import { RouterLink } from '@angular/router';
import type { VolatilityRank } from '@tideline/contracts';
import { ApiClient } from '../../core/api-client';
import { Clock } from '../../core/clock';
import { liveQuery } from '../../core/live-query';
import { Failed } from '../../ui/failed';
import { formatCount, formatFixed } from '../../ui/figures';
import { Notice } from '../../ui/notice';
import { Skeleton } from '../../ui/skeleton';
import { screenerWords } from '../../words/screener';

const words = screenerWords.volatility;
const minus = '\u2212';

/** A fraction as percent with one decimal. */
function percent(fraction: number): string {
  return `${formatFixed(fraction * 100, 1)}%`;
}

/** How far the volatility moved, in percentage points with a sign. */
export function pointsSince(now: number, before: number): string {
  const points = Math.round((now - before) * 1000) / 10;
  const sign = points > 0 ? '+' : points < 0 ? minus : '';
  return words.points(`${sign}${formatFixed(Math.abs(points), 1)}`);
}

/** Every coin by how much it swings, with where it was a week ago. */
@Component({
  selector: 'tl-volatility-ranking',
  imports: [Failed, Notice, RouterLink, Skeleton],
  changeDetection: ChangeDetectionStrategy.OnPush,
  templateUrl: './volatility-ranking.html',
  styleUrl: './volatility-ranking.scss',
})
export class VolatilityRanking {
  private readonly api = inject(ApiClient);
  protected readonly now = inject(Clock).now;
  protected readonly words = words;
  protected readonly bones = Array.from({ length: 20 }, (_, i) => 60 - 2 * i);
  protected readonly query = liveQuery({ question: () => 'volatility', load: () => this.api.volatilityRanking(), everyMs: 300_000 });
  protected readonly rows = computed(() => {
    const list = this.query.value()?.data;
    const most = Math.max(...(list ?? []).flatMap(({ volatility, weekAgo }) => [volatility ?? 0, weekAgo ?? 0]));
    return list?.map((rank) => this.rowOf(rank, most));
  });

  private rowOf({ symbol, name, volatility, weekAgo, observations }: VolatilityRank, most: number) {
    const known = volatility !== null && weekAgo !== null;
    const text = volatility === null ? words.notEnough : percent(volatility);
    return {
      symbol,
      name,
      text,
      known: volatility !== null,
      bar: volatility === null ? 0 : (volatility / most) * 100,
      mark: weekAgo === null ? null : (weekAgo / most) * 100,
      change: known ? pointsSince(volatility, weekAgo) : words.unknownBefore,
      label: words.bar(name, text, weekAgo === null ? '' : words.before(percent(weekAgo))),
      rests: words.observations(formatCount(observations)),
    };
  }
}
