import { framesOf, pairsOf, type Frame } from './ingest/frames';
import { batchesOf, Storing } from './ingest/storing';
import { TakingIn } from './ingest/taking-in';
import { median } from './load';

const rounds = 5;
const tradesPerVenue = 60_000;
/** Trades of each venue in a hundred of the mix. */
const mixShares: Record<string, number> = { kraken: 15, binance: 60, coinbase: 25 };
const cutEvery = 2_000;
const batch = { count: 10, size: 10_000 };

/** Work done, by the clock and by the processor time of this process: on a busy machine the latter says more. */
interface Measured {
  perSecond: number;
  perCpuSecond: number;
}

const storing = await Storing.open();
try {
  await takeIn();
  await store();
} finally {
  await storing.stop();
}

/** Raw text to folded candles and a batch ready to be stored; the baseline is JSON.parse of the same frames. */
async function takeIn(): Promise<void> {
  const now = Date.now();
  const sets = new Map<string, Frame[]>();
  for (const venue of Object.keys(pairsOf)) sets.set(venue, framesOf(venue, tradesPerVenue, now));
  sets.set('mix', interleaved([...sets.values()]));
  const results = new Map<string, { ours: Measured[]; parse: Measured[] }>([...sets.keys()].map((name) => [name, { ours: [], parse: [] }]));
  for (let round = -1; round < rounds; round++) {
    for (const [name, frames] of sets) {
      const trades = tradesIn(frames);
      const parse = await measured(trades, () => frames.forEach(({ raw }) => JSON.parse(raw) as unknown));
      const taking = await TakingIn.open(storing.database, now);
      const ours = await measured(trades, () => fold(taking, frames, trades));
      // The first round warms up.
      if (round < 0) continue;
      results.get(name)?.parse.push(parse);
      results.get(name)?.ours.push(ours);
    }
  }
  for (const [name, { ours, parse }] of results) {
    const frames = sets.get(name) ?? [];
    report(`trades normalised, de-duplicated, valued and folded: ${name}`, ours, 'JSON.parse of the same frames', parse, {
      framesPerTrade: round(frames.length / tradesIn(frames)),
      reach: 100_000,
    });
  }
}

function fold(taking: TakingIn, frames: readonly Frame[], trades: number): void {
  let sinceCut = 0;
  for (const frame of frames) {
    taking.take(frame);
    sinceCut += frame.trades;
    if (sinceCut < cutEvery) continue;
    sinceCut = 0;
    taking.cut();
  }
  taking.cut();
  if (taking.trades !== trades) throw new Error(`${taking.trades} of ${trades} trades were taken in`);
}

function tradesIn(frames: readonly Frame[]): number {
  return frames.reduce((sum, frame) => sum + frame.trades, 0);
}

/** Frames of the venues by share, each venue's in their order; ends with the first venue that has no more. */
function interleaved(sets: readonly Frame[][]): Frame[] {
  const lines = sets.map((frames) => ({ frames, next: 0, owed: 0, share: (mixShares[frames[0]?.venue ?? ''] ?? 0) / 100 }));
  const mix: Frame[] = [];
  while (lines.every(({ frames, next }) => next < frames.length)) {
    for (const line of lines) {
      line.owed += 10 * line.share;
      const from = line.next;
      while (line.owed > 0 && line.next < line.frames.length) line.owed -= line.frames[line.next++]?.trades ?? 0;
      mix.push(...line.frames.slice(from, line.next));
    }
  }
  return mix;
}

/** Into the embedded database, durably; the baseline is COPY into the same columns and indexes. */
async function store(): Promise<void> {
  const rows = batch.count * batch.size;
  const results: Record<'first' | 'again' | 'copy', Measured[]> = { first: [], again: [], copy: [] };
  for (let round = -1; round < rounds; round++) {
    const batches = batchesOf(batch.count, batch.size, (round + 2) * rows, Date.now());
    const copy = await measured(rows, () => storing.copy(batches));
    let inserted = 0;
    const first = await measured(rows, async () => void (inserted = await storing.store(batches)));
    if (inserted !== rows) throw new Error(`${inserted} of ${rows} new trades were stored`);
    const again = await measured(rows, async () => void (inserted = await storing.store(batches)));
    if (inserted !== 0) throw new Error(`${inserted} trades were stored twice`);
    if (round < 0) continue;
    results.copy.push(copy);
    results.first.push(first);
    results.again.push(again);
  }
  const more = { batchRows: batch.size, reach: 50_000 };
  report('trades stored idempotently', results.first, 'COPY, not idempotent', results.copy, more);
  report('the same trades again, none stored', results.again, 'COPY, not idempotent', results.copy, more);
}

async function measured(units: number, work: () => void | Promise<void>): Promise<Measured> {
  globalThis.gc?.();
  const cpu = process.cpuUsage();
  const began = performance.now();
  await work();
  const seconds = (performance.now() - began) / 1000;
  const { user, system } = process.cpuUsage(cpu);
  return { perSecond: Math.round(units / seconds), perCpuSecond: Math.round(units / ((user + system) / 1e6)) };
}

function report(bench: string, ours: Measured[], baselineName: string, baseline: Measured[], more: Record<string, unknown>): void {
  const middle = (results: Measured[], key: keyof Measured) => median(results.map((result) => result[key]));
  const value = middle(ours, 'perSecond');
  const base = middle(baseline, 'perSecond');
  const line = {
    bench: `ingest, ${bench}`,
    unit: 'trades/s',
    value,
    perCpuSecond: middle(ours, 'perCpuSecond'),
    baseline: baselineName,
    baselineValue: base,
    baselinePerCpuSecond: middle(baseline, 'perCpuSecond'),
    ratio: round(value / base),
    rounds,
    ...more,
  };
  console.log(JSON.stringify(line));
}

function round(value: number): number {
  return Math.round(value * 100) / 100;
}
