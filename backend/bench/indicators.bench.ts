import { bb, indicatorKinds, macd, rsi, sma } from '@tideline/indicators';
import type { Candle } from '@tideline/indicators';
import { loadavg } from 'node:os';
import { rivals } from './indicators/rivals';
import { walk } from './indicators/walk';
import { median } from './load';

const points = 1_000_000;
const rounds = 9;
const ticks = 20_000;
const closes = walk(points);
const plain = Array.from(closes);
const out = (): Float64Array => new Float64Array(points);
const kept = { one: out(), macd: { macd: out(), signal: out(), histogram: out() }, bands: { lower: out(), middle: out(), upper: out() } };

/** By indicator: ours into arrays that are kept, and how many times faster than the fastest library it is meant to be. */
const ours = {
  sma: { reach: 5, run: () => sma(closes, 20, kept.one).at(-1) },
  rsi: { reach: 7, run: () => rsi(closes, 14, kept.one).at(-1) },
  macd: { reach: 7, run: () => macd(closes, { fast: 12, slow: 26, signal: 9 }, kept.macd).histogram.at(-1) },
  bb: { reach: 7, run: () => bb(closes, 20, 2, kept.bands).upper.at(-1) },
} as const;

/** Milliseconds of the clock, and of all processors: on a busy machine the latter says more. */
interface Time {
  readonly clock: number;
  readonly cpu: number;
}

/** What one call takes; garbage of others is collected before. */
function time(work: () => unknown): Time {
  globalThis.gc?.();
  const before = process.cpuUsage();
  const startedAt = performance.now();
  work();
  const clock = performance.now() - startedAt;
  const { user, system } = process.cpuUsage(before);
  return { clock, cpu: (user + system) / 1000 };
}

/** Runs each of the works once per round, one after the other, so that a busy machine is busy for all of them. */
function interleaved(works: Readonly<Record<string, () => unknown>>): Record<string, Time[]> {
  const times: Record<string, Time[]> = Object.fromEntries(Object.keys(works).map((name) => [name, []]));
  for (const work of Object.values(works)) for (let n = 0; n < 3; n++) work();
  for (let round = 0; round < rounds; round++) {
    for (const [name, work] of Object.entries(works)) times[name]?.push(time(work));
  }
  return times;
}

const medianOf = (times: readonly Time[], of: keyof Time = 'clock'): number => median(times.map((one) => one[of]));

const rounded = (value: number, digits: number): number => Number(value.toFixed(digits));

function print(line: Record<string, unknown>): void {
  const load = rounded(loadavg()[0] ?? 0, 1);
  console.log(JSON.stringify({ bench: 'indicators', ...line, rounds, load }));
}

function compareWithLibraries(): void {
  for (const [name, { reach, run }] of Object.entries(ours)) {
    const libraries = rivals[name as keyof typeof ours];
    const works = Object.fromEntries(Object.entries(libraries).map(([library, { last }]) => [library, () => last(plain)]));
    const { tideline = [], ...others } = interleaved({ ...works, tideline: run });
    const value = run() as number;
    const agree = Object.entries(libraries).filter(([, { last }]) => Math.abs(last(plain) - value) <= 1e-9 * Math.abs(value));
    const disagree = Object.entries(libraries).filter(([library, { same }]) => same && !agree.some(([other]) => other === library));
    const medians = Object.entries(others).map(([library, times]) => [library, medianOf(times)] as const);
    const fastest = medians.reduce((best, one) => (one[1] < best[1] ? one : best));
    const ratio = rounded(fastest[1] / medianOf(tideline), 1);
    const ok = ratio >= reach && disagree.length === 0;
    if (!ok) process.exitCode = 1;
    print({
      case: name,
      points,
      ms: rounded(medianOf(tideline), 2),
      libraries: Object.fromEntries(medians.map(([library, ms]) => [library, rounded(ms, 1)])),
      fastest: fastest[0],
      timesFaster: ratio,
      reach,
      lastValueAgreesWith: agree.map(([library]) => library),
      ok,
    });
  }
}

function compareWithCopy(): void {
  const times = interleaved({ sma: ours.sma.run, slice: () => closes.slice(), set: () => kept.bands.lower.set(closes) });
  const [average = 0, slice = 0, set = 0] = [times.sma, times.slice, times.set].map((one) => medianOf(one ?? []));
  const ratio = rounded(average / slice, 2);
  print({
    case: 'sma against a copy of the array',
    points,
    ms: rounded(average, 2),
    sliceMs: rounded(slice, 2),
    timesSlice: ratio,
    reach: 5,
    setMs: rounded(set, 2),
    timesSet: rounded(average / set, 1),
    ok: ratio <= 5,
  });
}

/** One look at a forming candle, and one closed candle, by every kind there is with its usual parameters. */
function tick(): void {
  const candles = candlesOf(closes.subarray(0, ticks + 1000));
  const running = indicatorKinds.map((kind) =>
    kind.start(
      kind.parameters.map((parameter) => parameter.default),
      { periodsPerYear: 365 },
    ),
  );
  for (const candle of candles.slice(0, 1000)) for (const one of running) one.append(candle);
  const live = candles.slice(1000);
  const { update = [], append = [] } = interleaved({
    update: () => {
      for (const candle of live) for (const one of running) one.update(candle);
    },
    append: () => {
      for (const candle of live) for (const one of running) one.append(candle);
    },
  });
  const micros = (times: readonly Time[], of: keyof Time): number => rounded((medianOf(times, of) * 1000) / ticks, 3);
  const cpuMicros = micros(update, 'cpu');
  if (cpuMicros > 2) process.exitCode = 1;
  print({
    case: 'one tick through all',
    kinds: running.length,
    cpuMicros,
    reach: 2,
    clockMicros: micros(update, 'clock'),
    appendCpuMicros: micros(append, 'cpu'),
    ok: cpuMicros <= 2,
  });
}

function candlesOf(values: Float64Array): Candle[] {
  return Array.from(values, (close, i) => {
    const open = values[Math.max(0, i - 1)] as number;
    return { at: i * 60_000, open, high: Math.max(open, close) * 1.001, low: Math.min(open, close) * 0.999, close, volume: 1 + (i % 7) };
  });
}

compareWithLibraries();
compareWithCopy();
tick();
