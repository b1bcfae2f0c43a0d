import { ChangeDetectionStrategy, Component, DestroyRef, computed, inject, input, signal } from '@angular/core';
import { Router } from '@angular/router';
import type { Coverage, VenueStatus } from '@tideline/contracts';
import { ApiClient } from '../../core/api-client';
import { Clock } from '../../core/clock';
import { liveQuery } from '../../core/live-query';
import { MarketData } from '../../core/market-data';
import { RealtimeClient } from '../../core/realtime-client';
import { Failed } from '../../ui/failed';
import { Notice } from '../../ui/notice';
import { Segmented } from '../../ui/segmented';
import { Skeleton } from '../../ui/skeleton';
import { words } from '../../words';
import { CoverageCalendar } from './coverage-calendar';
import { ModeSwitch } from './mode-switch';
import { VenueTable } from './venue-table';

const spans = ['7', '30', '90'] as const;
type Span = (typeof spans)[number];

/** Can the numbers be trusted? Each venue's state, what was lost and repaired, and which time is covered. */
@Component({
  selector: 'tl-health-page',
  imports: [CoverageCalendar, Failed, ModeSwitch, Notice, Segmented, Skeleton, VenueTable],
  changeDetection: ChangeDetectionStrategy.OnPush,
  templateUrl: './health-page.html',
  styleUrl: './health-page.scss',
})
export class HealthPage {
  /** From the URL: how many days the calendar shows. */
  readonly days = input<string>();
  private readonly api = inject(ApiClient);
  private readonly router = inject(Router);
  private readonly streamed = signal<readonly VenueStatus[] | null>(null);
  protected readonly clock = inject(Clock);
  protected readonly market = inject(MarketData);
  protected readonly words = words.health;

  protected readonly span = computed<Span>(() => spans.find((span) => span === this.days()) ?? '30');
  protected readonly spanOptions = spans.map((value) => ({ value, text: words.health.days(value) }));
  protected readonly venueQuery = liveQuery({ question: () => 'venues', load: () => this.api.venues(), everyMs: 10_000 });
  protected readonly venues = computed(() => this.streamed() ?? this.venueQuery.value()?.data);
  private readonly coverages = signal<readonly Coverage[]>([]);
  protected readonly backfill = computed(() => {
    const done = this.coverages().reduce((sum, { backfill }) => sum + backfill.done, 0);
    const total = this.coverages().reduce((sum, { backfill }) => sum + backfill.total, 0);
    return { done, total, share: total === 0 ? 1 : done / total };
  });
  protected readonly verdict = computed(() => {
    const venues = this.venues();
    if (!venues) return null;
    const active = venues.filter((venue) => venue.status !== 'disabled');
    const live = active.filter((venue) => venue.status === 'live').length;
    const open = active.reduce((sum, venue) => sum + venue.gapsFound - venue.gapsRepaired, 0);
    return { good: live === active.length && open === 0, text: words.health.verdict(live, active.length, open) };
  });

  constructor() {
    const stop = inject(RealtimeClient).subscribe('venues', ({ venues }) => this.streamed.set(venues));
    inject(DestroyRef).onDestroy(stop);
  }

  protected choose(days: Span): void {
    void this.router.navigate([], { queryParams: { days: days === '30' ? null : days }, replaceUrl: true });
  }

  protected keep(coverages: readonly Coverage[]): void {
    this.coverages.set(coverages);
  }
}
