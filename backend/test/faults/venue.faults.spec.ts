import { setTimeout as pause } from 'node:timers/promises';
import type { FakeVenue } from '../fake-venues/fake-venue';
import { noFaults, type Faults } from '../fake-venues/faulty-line';
import { until } from '../until';
import { atFullLength, FaultStage } from './fault-stage';

jest.setTimeout(600_000);

/** What a venue or the way to it does wrong, from its begin to its end. */
interface VenueFault {
  title: string;
  begin(venue: FakeVenue): void | Promise<void>;
  end(venue: FakeVenue): void | Promise<void>;
  /** The venue must be seen not to be live meanwhile. */
  shows: boolean;
}

const everySecond = new Map<FakeVenue, NodeJS.Timeout>();

function repeated(title: string, work: (venue: FakeVenue) => void): VenueFault {
  return {
    title,
    begin: (venue) =>
      void everySecond.set(
        venue,
        setInterval(() => work(venue), 1_000),
      ),
    end: (venue) => clearInterval(everySecond.get(venue)),
    shows: false,
  };
}

function stated(title: string, faults: Partial<Faults>, shows = false): VenueFault {
  return {
    title,
    begin: (venue) => void Object.assign(venue.faults, structuredClone(faults)),
    end: (venue) => void Object.assign(venue.faults, noFaults()),
    shows,
  };
}

const ports = new Map<FakeVenue, number>();
const silence = stated('silence on an open socket', { silent: true }, true);
const dribble = stated('one byte a second', { dribble: true }, true);
const halfOpen: VenueFault = { title: 'half-open connections', begin: (venue) => venue.halfOpenAll(), end: () => undefined, shows: false };
const resets = repeated('a reset each second', (venue) => venue.terminateAll());
const disconnects = repeated('a forced disconnect each second', (venue) => venue.closeAll(1001, 'going away'));
const drops = stated('5 % of frames dropped', { dropPercent: 5 });
const refused = stated('REST 429', { dropPercent: 5, rest: { status: 429, retryAfter: '3' } });
const broken = stated('REST 503', { dropPercent: 5, rest: { status: 503 } });
const cut: VenueFault = {
  title: 'the network cut',
  begin: async (venue) => {
    ports.set(venue, Number(new URL(venue.restUrl).port));
    await venue.stop();
  },
  end: async (venue) => void (await venue.start(ports.get(venue))),
  shows: true,
};

/** Which fault hits Kraken, Binance and Coinbase at the same time, and for how long. */
const trials: { faults: [VenueFault, VenueFault, VenueFault]; ms: number }[] = atFullLength
  ? [silence, dribble, halfOpen, resets, disconnects, drops, refused, broken, cut].map((fault) => ({
      faults: [fault, fault, fault],
      ms: 35_000,
    }))
  : [
      { faults: [silence, halfOpen, dribble], ms: 14_000 },
      { faults: [resets, disconnects, cut], ms: 6_000 },
      { faults: [drops, refused, broken], ms: 6_000 },
    ];

it.each(trials.map((trial) => ({ ...trial, title: [...new Set(trial.faults.map(({ title }) => title))].join(', ') })))(
  'loses nothing to: $title',
  async ({ title, faults, ms }) => {
    const stage = await new FaultStage().open();
    try {
      stage.traffic.begin();
      await pause(1_500);
      const hit = Object.entries(stage.venues).map(([name, venue], index) => ({ name, venue, fault: faults[index] ?? silence }));
      for (const { venue, fault } of hit) await fault.begin(venue);
      const hidden = new Set(hit.filter(({ fault }) => fault.shows).map(({ name }) => name));
      const shown = until('the faults to be shown', () => allShown(stage, hidden), ms).catch((error: unknown) => error);
      await pause(ms);
      for (const { venue, fault } of hit) await fault.end(venue);
      expect(await shown).toBeUndefined();
      await stage.recovered(title, 180_000);
    } finally {
      await stage.close();
    }
  },
);

/** True once every venue whose fault must show has been seen not to be live, with a reason. */
async function allShown(stage: FaultStage, hidden: Set<string>): Promise<boolean> {
  for (const { venue, status, reason } of await stage.statuses()) if (status !== 'live' && reason !== null) hidden.delete(venue);
  return hidden.size === 0;
}
