import { setTimeout as sleep } from 'node:timers/promises';
import { Logger } from '@nestjs/common';
import type { MarketRegistry } from '../../db/market-registry';
import type { VenuePair } from '../../domain/market';
import { VenueRefusal, type Venue } from '../../venues/venue';
import type { VenueHealthBoard } from './venue-health-board';

const everyMs = 3_600_000;
const retryMs = { first: 2_000, most: 60_000 };

/** Knows which pairs each venue lists: as stored at first, then as the venue says, asked again every hour. */
export class VenueListings {
  private readonly log = new Logger('VenueListings');
  private readonly listed = new Map<string, VenuePair[]>();

  constructor(
    private readonly registry: MarketRegistry,
    private readonly health: VenueHealthBoard,
    private readonly changed: () => Promise<void>,
  ) {}

  /** Reads what was stored of a venue before. */
  async recall(venue: Venue): Promise<void> {
    if (!this.listed.has(venue.name)) this.listed.set(venue.name, await this.registry.listedPairs(venue.name));
  }

  of(venue: string): VenuePair[] {
    return this.listed.get(venue) ?? [];
  }

  /** Asks the venue, and goes on asking until aborted. */
  async watch(venue: Venue, signal: AbortSignal): Promise<void> {
    let waitMs = retryMs.first;
    while (!signal.aborted) {
      const known = await this.ask(venue, signal);
      await sleep(known ? everyMs : waitMs, undefined, { signal }).catch(() => undefined);
      waitMs = known ? retryMs.first : Math.min(waitMs * 2, retryMs.most);
    }
  }

  private async ask(venue: Venue, signal: AbortSignal): Promise<boolean> {
    try {
      const pairs = await venue.rest.listPairs(signal);
      this.listed.set(venue.name, pairs);
      await this.registry.noteListing(venue.name, pairs);
      const health = this.health.of(venue.name);
      if (health !== null) health.restRefusal = null;
      await this.changed();
      return true;
    } catch (error) {
      if (signal.aborted) return false;
      const health = this.health.of(venue.name);
      const reason = error instanceof VenueRefusal ? error.reason : error instanceof Error ? error.message : String(error);
      if (health !== null) health.restRefusal = reason;
      this.log.warn(`${venue.name}: its list of pairs could not be read: ${reason}`);
      return false;
    }
  }
}
