import { setTimeout as sleep } from 'node:timers/promises';
import type { VenuePair } from '../src/modules/market/domain/market';
import { krakenProtocol } from '../src/modules/market/venues/kraken/kraken';
import type { SocketProtocol, SocketTiming, VenueSocketOptions } from '../src/modules/market/venues/socket-protocol';
import type { VenueEvent } from '../src/modules/market/venues/venue';
import { VenueSocket } from '../src/modules/market/venues/venue-socket';
import { FakeKraken, type FakeKrakenOptions } from './fake-venues/fake-kraken';

type Kind = VenueEvent['kind'];

/** Shorter than the real times, and longer than a busy machine holds up a process that has both ends of the connection. */
const timing: Partial<SocketTiming> = {
  handshakeMs: 2_000,
  ackMs: 1_500,
  tickMs: 20,
  pingEveryMs: 100,
  deadAfterMs: 2_000,
  stableMs: 2_000,
  backOffMinMs: 20,
  backOffMaxMs: 300,
  refusedRetryMs: 3_000,
};

/** Gives Kraken's listing of a canonical pair. */
export function krakenPair(pair: string): VenuePair {
  const [base = '', quote = ''] = pair.split('-');
  return { venue: 'kraken', pair, base, quote, venueSymbol: pair.replace('-', '/') };
}

/** A fake Kraken whose seconds last 50 ms, and a socket to it that notes every event. */
export class SocketProbe {
  readonly events: VenueEvent[] = [];

  private constructor(
    readonly kraken: FakeKraken,
    readonly socket: VenueSocket,
  ) {}

  static async start(
    protocol: Partial<SocketProtocol> = {},
    options: Partial<VenueSocketOptions> & { fake?: Partial<FakeKrakenOptions> } = {},
  ): Promise<SocketProbe> {
    const kraken = await new FakeKraken({ pairs: ['BTC-USD', 'ETH-USD', 'SOL-USD'], secondMs: 50, ...options.fake }).start();
    const socket = new VenueSocket({
      protocol: { ...krakenProtocol(kraken.wsUrl), silentAfterMs: 1_500, allSilentAfterMs: 2_000, ...protocol },
      sink: (event) => probe.events.push(event),
      clockOffsetMs: () => 0,
      ...options,
      timing: { ...timing, ...options.timing },
    });
    const probe = new SocketProbe(kraken, socket);
    return probe;
  }

  all<K extends Kind>(kind: K): Extract<VenueEvent, { kind: K }>[] {
    return this.events.filter((event): event is Extract<VenueEvent, { kind: K }> => event.kind === kind);
  }

  /** Why each connection so far was closed. */
  get closings(): (string | null)[] {
    return this.all('connection').flatMap(({ state, reason }) => (state === 'closed' ? [reason] : []));
  }

  async until(what: string, holds: () => boolean): Promise<void> {
    const startedAt = performance.now();
    while (!holds()) {
      if (performance.now() - startedAt > 20_000) throw new Error(`never: ${what}; last ${JSON.stringify(this.events.slice(-5))}`);
      await sleep(5);
    }
  }

  /** Until both of two pairs were subscribed so many times. */
  subscribed(times = 1): Promise<void> {
    return this.until(`subscribed ${times} times`, () => this.all('subscribed').length >= 2 * times);
  }

  async stop(): Promise<void> {
    await this.socket.stop();
    await this.kraken.stop();
  }
}
