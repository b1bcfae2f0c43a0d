import type { VenueStatus } from '@tideline/contracts';
import { EventBridge } from '../../../../platform/events/event-bridge';
import type { VenueEvent } from '../../venues/venue';
import { VenueHealth } from './venue-health';

/** The health of every venue, announced each second and when a venue's state changes. */
export class VenueHealthBoard {
  private readonly venues: Map<string, VenueHealth>;
  private told = '';

  constructor(
    names: readonly string[],
    private readonly bridge: EventBridge,
    private readonly diskLow: () => boolean,
    now: number,
  ) {
    this.venues = new Map(names.map((name) => [name, new VenueHealth(name, now)]));
  }

  note(venue: string, event: VenueEvent, now: number): void {
    this.venues.get(venue)?.note(event, now);
    if (event.kind === 'connection') this.announce(now);
  }

  of(venue: string): VenueHealth | null {
    return this.venues.get(venue) ?? null;
  }

  get all(): VenueHealth[] {
    return [...this.venues.values()];
  }

  isDown(venue: string, now: number): boolean {
    return this.venues.get(venue)?.isDown(now) === true;
  }

  isOpen(venue: string): boolean {
    return this.venues.get(venue)?.isOpen === true;
  }

  /** Gives the venue's clock at local time `now`, or the median of all venues' clocks. */
  venueNow(now: number, venue?: string): number {
    if (venue !== undefined) return now - (this.venues.get(venue)?.clockOffsetMs ?? this.medianOffset());
    return now - this.medianOffset();
  }

  /** Tells the statuses unless they are the same as before. */
  announce(now: number): void {
    const statuses = this.statuses(now);
    const content = JSON.stringify(statuses);
    if (content === this.told) return;
    this.told = content;
    this.bridge.publish('market.venues', { venues: statuses });
  }

  statuses(now: number): VenueStatus[] {
    const notice = this.diskLow() ? 'raw trades are not stored: less than 2 GiB of disk are free; candles go on' : null;
    return this.all.map((health) => health.status(now, notice));
  }

  private medianOffset(): number {
    const offsets = this.all.flatMap((health) => health.clockOffsetMs ?? []).sort((a, b) => a - b);
    return offsets[offsets.length >> 1] ?? 0;
  }
}
