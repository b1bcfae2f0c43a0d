import type { CandleInterval } from '@tideline/contracts';

/** Spans a reader picks from, with the interval that shows them best. */
export const ranges = {
  '1d': { ms: 86_400_000, interval: '5m' },
  '7d': { ms: 604_800_000, interval: '30m' },
  '30d': { ms: 2_592_000_000, interval: '4h' },
  '90d': { ms: 7_776_000_000, interval: '4h' },
} as const satisfies Record<string, { ms: number; interval: CandleInterval }>;
export type RangeName = keyof typeof ranges | 'custom';

export const intervals: readonly CandleInterval[] = ['1m', '5m', '15m', '30m', '1h', '4h', '1d', '1w'];
const minute = 60_000;
export const intervalMs: Record<CandleInterval, number> = {
  '1m': minute,
  '5m': 5 * minute,
  '15m': 15 * minute,
  '30m': 30 * minute,
  '1h': 60 * minute,
  '4h': 240 * minute,
  '1d': 1440 * minute,
  '1w': 10_080 * minute,
};

/** The API gives at most this many candles in one answer. */
export const mostCandles = 5000;
/** Fewer make no picture. */
const fewestCandles = 6;

/** What the chart shows, read from the URL. */
export interface ChartChoice {
  range: RangeName;
  interval: CandleInterval;
  /** Custom only: [from, to) in epoch ms. */
  from: number | null;
  to: number | null;
}

interface ChartQuery {
  range?: string | undefined;
  interval?: string | undefined;
  from?: string | undefined;
  to?: string | undefined;
}

/** Reads the choice from query parameters; what is missing or senseless falls back to a day, of the reader's usual candles if it says nothing. */
export function readChoice(query: ChartQuery, usual: CandleInterval = '5m'): ChartChoice {
  const from = dayStart(query.from);
  const lastDay = dayStart(query.to);
  if (from !== null && lastDay !== null && from <= lastDay) {
    const to = lastDay + ranges['1d'].ms;
    return { range: 'custom', interval: readInterval(query.interval) ?? fitting(to - from), from, to };
  }
  const asked = query.range !== undefined && query.range in ranges ? (query.range as keyof typeof ranges) : null;
  const range = asked ?? '1d';
  const interval = readInterval(query.interval) ?? (asked ? ranges[asked].interval : usual);
  return { range: fittingRange(range, interval), interval, from: null, to: null };
}

/** The range itself, or the one nearest to it that holds neither too many candles of the interval nor hardly any. */
function fittingRange(range: keyof typeof ranges, interval: CandleInterval): keyof typeof ranges {
  const names = Object.keys(ranges) as (keyof typeof ranges)[];
  const candles = (name: keyof typeof ranges): number => ranges[name].ms / intervalMs[interval];
  if (candles(range) > mostCandles) return names.findLast((name) => candles(name) <= mostCandles) ?? '1d';
  if (candles(range) < fewestCandles) return names.find((name) => candles(name) >= fewestCandles) ?? '90d';
  return range;
}

/** The finest interval that shows a span in at most 1000 candles. */
export function fitting(spanMs: number): CandleInterval {
  return intervals.find((interval) => spanMs / intervalMs[interval] <= 1000) ?? '1w';
}

/** How many candles of its interval a choice spans. */
export function spannedCandles({ range, interval, from, to }: ChartChoice): number {
  const ms = range === 'custom' ? (to ?? 0) - (from ?? 0) : ranges[range].ms;
  return Math.max(1, Math.ceil(ms / intervalMs[interval]));
}

/** Start of a `YYYY-MM-DD` day in UTC, as candles count days; null when it is none. */
export function dayStart(text: string | undefined): number | null {
  if (text === undefined || !/^\d{4}-\d{2}-\d{2}$/.test(text)) return null;
  const at = Date.parse(`${text}T00:00:00.000Z`);
  return Number.isNaN(at) ? null : at;
}

function readInterval(text: string | undefined): CandleInterval | null {
  return intervals.find((interval) => interval === text) ?? null;
}
