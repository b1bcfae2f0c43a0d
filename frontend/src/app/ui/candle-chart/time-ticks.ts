import { formatClock, formatShortDay } from '../figures';
import { writeTime, zoneAheadMs } from '../figure-style';

const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;
const steps = [
  minute,
  5 * minute,
  15 * minute,
  30 * minute,
  hour,
  2 * hour,
  4 * hour,
  6 * hour,
  12 * hour,
  day,
  2 * day,
  7 * day,
  14 * day,
  30 * day,
  91 * day,
  365 * day,
];

const monthYear = { month: 'short', year: 'numeric' } as const;
const full = { day: 'numeric', month: 'short', year: 'numeric', hour: '2-digit', minute: '2-digit' } as const;

/**
 * Chooses labels for a time axis: index → text where a bar is the first one after a round time (in the reader's zone).
 * `times` are ascending epoch milliseconds; at most about `most` labels.
 */
export function timeTicks(times: readonly number[], most: number): Map<number, string> {
  const ticks = new Map<number, string>();
  const first = times[0];
  const last = times.at(-1);
  if (first === undefined || last === undefined || last === first) return ticks;
  const step = steps.find((size) => (last - first) / size <= most) ?? 365 * day;
  const zone = zoneAheadMs(last);
  const bar = (last - first) / (times.length - 1);
  for (let i = 1; i < times.length; i++) {
    const before = times[i - 1] as number;
    const at = times[i] as number;
    if (Math.floor((at + zone) / step) === Math.floor((before + zone) / step)) continue;
    // A bar of several candles may begin a little after the round time that it holds.
    const round = at - ((at + zone) % step);
    ticks.set(i, tickText(at - round < bar ? round : at, before, step));
  }
  return ticks;
}

function tickText(at: number, before: number, step: number): string {
  if (step >= 30 * day) return writeTime(at, monthYear);
  if (step >= day || formatShortDay(at) !== formatShortDay(before)) return formatShortDay(at);
  return formatClock(at);
}

/** The time of a bar in full, for the crosshair. */
export function barTime(at: number): string {
  return writeTime(at, full);
}
