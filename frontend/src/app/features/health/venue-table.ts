import { ChangeDetectionStrategy, Component, computed, input } from '@angular/core';
import type { VenueStatus } from '@tideline/contracts';
import { formatBig, formatCount, formatDuration, formatExact, formatFull, unknownFigure } from '../../ui/figures';
import { words } from '../../words';

/** Each venue's state and what it cost to keep its data whole. */
@Component({
  selector: 'tl-venue-table',
  changeDetection: ChangeDetectionStrategy.OnPush,
  templateUrl: './venue-table.html',
  styleUrl: './venue-table.scss',
})
export class VenueTable {
  readonly venues = input.required<readonly VenueStatus[]>();
  /** The present time by the server's clock, epoch ms. */
  readonly now = input.required<number>();
  protected readonly words = words.health;

  protected readonly rows = computed(() =>
    this.venues().map((venue) => ({
      venue,
      state: words.health.states[venue.status],
      age: venue.lastMessageAt === null ? unknownFigure : words.health.ago(formatDuration(this.now() - Date.parse(venue.lastMessageAt))),
      exact: venue.lastMessageAt === null ? '' : formatExact(Date.parse(venue.lastMessageAt)),
      lag: milliseconds(venue.lagMs),
      offset: milliseconds(venue.clockOffsetMs),
      counts: [
        count(venue.tradesReceived),
        count(venue.reconnects),
        count(venue.gapsFound),
        count(venue.gapsRepaired),
        count(venue.rejectedMessages),
      ],
    })),
  );
}

function milliseconds(value: number | null): string {
  if (value === null) return unknownFigure;
  return Math.abs(value) < 10_000 ? `${value}\u00a0ms` : formatDuration(Math.abs(value));
}

function count(value: number): { short: string; full: string } {
  return { short: value < 10_000 ? formatCount(value) : formatBig(value), full: formatFull(value) };
}
