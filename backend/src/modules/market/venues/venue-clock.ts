import { VenueRefusal } from './venue';

/** A slower answer says too little about the moment at which the venue read its clock. */
const slowestMs = 10_000;

/** The venue's clock as last measured over REST; venue times are judged by it, not by ours. */
export class VenueClock {
  /** The venue's clock minus ours, ms; 0 until measured. */
  offsetMs = 0;

  /** Measures by a call that gives the venue's time (epoch ms), taken to be read half-way through the round trip. Throws VenueRefusal for no time. */
  async measure(venue: string, readTime: () => Promise<number | null>): Promise<{ venueTime: number; roundTripMs: number }> {
    const sentAt = Date.now();
    const startedAt = performance.now();
    const venueTime = await readTime();
    const roundTripMs = Math.round(performance.now() - startedAt);
    if (venueTime === null || !Number.isFinite(venueTime) || venueTime <= 0)
      throw new VenueRefusal(venue, 'the answer holds no time', 60_000);
    if (roundTripMs <= slowestMs) this.offsetMs = Math.round(venueTime - (sentAt + roundTripMs / 2));
    return { venueTime, roundTripMs };
  }
}
