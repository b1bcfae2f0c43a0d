import { setTimeout as sleep } from 'node:timers/promises';
import type { Venue } from '../../venues/venue';
import type { VenueHealth } from './venue-health';

const everyMs = 3 * 60_000;
const retryMs = 20_000;
const samples = 3;

/** Measures how far the local clock is from a venue's, again and again, until aborted. */
export async function watchVenueClock(venue: Venue, health: VenueHealth, signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    const offsets: number[] = [];
    try {
      for (let count = 0; count < samples; count++) {
        const { venueTime, roundTripMs } = await venue.rest.serverTime(signal);
        offsets.push(Date.now() - roundTripMs / 2 - venueTime);
      }
    } catch {
      // A venue that does not tell its time is no worse off; what it refuses of its history is noted where that is asked.
    }
    offsets.sort((a, b) => a - b);
    const median = offsets[offsets.length >> 1];
    if (median !== undefined) health.clockOffsetMs = median;
    await sleep(median === undefined ? retryMs : everyMs, undefined, { signal }).catch(() => undefined);
  }
}
