import type { LiveMarket } from './live-market';
import type { Topic } from '../../../platform/realtime/live/topic';

export class VenuesTopic implements Topic<true> {
  private changed = false;

  constructor(private readonly market: LiveMarket) {}

  get waiting(): boolean {
    return this.changed;
  }

  change(): void {
    this.changed = true;
  }

  advance(): true | null {
    const changed = this.changed;
    this.changed = false;
    return changed || null;
  }

  merge(): true {
    return true;
  }

  first(): [true, null] {
    return [true, null];
  }

  event(): string {
    return 'venues';
  }

  body(): object {
    return this.snapshot();
  }

  snapshot(): object {
    return { venues: this.market.venues() };
  }
}
