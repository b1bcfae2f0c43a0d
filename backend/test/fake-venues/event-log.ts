import type { VenueEvent } from '../../src/modules/market/venues/venue';

type EventOf<Kind extends VenueEvent['kind']> = Extract<VenueEvent, { kind: Kind }>;

/** Keeps what a venue tells, so that a test can wait for it. */
export class EventLog {
  readonly events: VenueEvent[] = [];
  readonly sink = (event: VenueEvent): void => {
    this.events.push(event);
  };

  of<Kind extends VenueEvent['kind']>(kind: Kind): EventOf<Kind>[] {
    return this.events.filter((event): event is EventOf<Kind> => event.kind === kind);
  }

  /** Resolves when `holds` gives true; fails after `withinMs`, naming what was waited for and the last events. */
  async until(what: string, holds: () => boolean, withinMs = 20_000): Promise<void> {
    const end = performance.now() + withinMs;
    while (!holds()) {
      if (performance.now() > end) throw new Error(`waited in vain for ${what}; last events: ${JSON.stringify(this.events.slice(-5))}`);
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
  }

  /** Resolves when so many pairs are subscribed. */
  subscribed(pairs: number): Promise<void> {
    return this.until(`${pairs} subscriptions`, () => this.of('subscribed').length >= pairs);
  }
}
