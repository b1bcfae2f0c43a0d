import type { RejectReason, VenueEvent } from './venue';

/** A value of unknown origin with named fields; absent ones read as undefined. */
export type Fields = Readonly<Record<string, unknown>>;

/** Venue clocks run at most this far ahead of our (corrected) one before a time counts as wrong. */
const futureToleranceMs = 60_000;
/** No market here is older than the first bitcoin block. */
const earliestMs = Date.UTC(2009, 0, 3);
/** Outside of these a price or quantity is a fault, and sums of it would lose their meaning. */
const smallest = 1e-18;
const largest = 1e15;
const decimal = /^\d{1,20}(?:\.\d{1,20})?(?:[eE][+-]?\d{1,2})?$/;
const zonedTime = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{1,9})?Z$/;

/** Gives the event for something that is not valid data; `detail` is cut, since it may be huge. */
export function rejected(reason: RejectReason, detail: unknown): VenueEvent {
  return { kind: 'rejected', reason, detail: shown(detail) };
}

/** Gives a value as a short text. Objects are only named: printing one may throw (`{"toString":1}`, a million brackets). */
export function shown(value: unknown): string {
  if (typeof value === 'object' && value !== null) return Array.isArray(value) ? 'a list' : 'an object';
  return String(value).slice(0, 200);
}

/** Reads JSON; undefined when it is none (JSON itself has no undefined). */
export function readJson(raw: string): unknown {
  try {
    return JSON.parse(raw) as unknown;
  } catch {
    return undefined;
  }
}

/** Gives the value as something with fields, or null for anything but a plain object. */
export function fields(value: unknown): Fields | null {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Fields) : null;
}

/** Gives a price or quantity, printed as a number or as a decimal string, as the exact double of that decimal; null when it is none or not positive. */
export function positive(value: unknown): number | null {
  const number = typeof value === 'string' && decimal.test(value) ? Number(value) : value;
  return typeof number === 'number' && number >= smallest && number <= largest ? number : null;
}

/** Gives a figure that may be zero (a volume), else like `positive`. */
export function positiveOrZero(value: unknown): number | null {
  return value === 0 || (typeof value === 'string' && decimal.test(value) && Number(value) === 0) ? 0 : positive(value);
}

/** Gives an id that a double holds exactly; null for anything else, 64-bit ids beyond 2^53 included. */
export function wholeId(value: unknown): number | null {
  return typeof value === 'number' && Number.isSafeInteger(value) && value > 0 ? value : null;
}

/** Reads an RFC 3339 time in UTC (up to nanoseconds) as epoch ms, truncated; null when it is none. */
export function instantMs(value: unknown): number | null {
  if (typeof value !== 'string' || !zonedTime.test(value)) return null;
  const seconds = Date.parse(`${value.slice(0, 19)}Z`);
  if (Number.isNaN(seconds)) return null;
  return seconds + Number(value.slice(20, 23).replace('Z', '').padEnd(3, '0'));
}

/** Judges a venue time (epoch ms): the reason to reject it, or null when it is sound. */
export function timeFault(at: number | null, clock: { receivedAt: number; clockOffsetMs: number }): RejectReason | null {
  if (at === null || !Number.isSafeInteger(at) || at < earliestMs) return 'bad_time';
  return at > clock.receivedAt + clock.clockOffsetMs + futureToleranceMs ? 'future_time' : null;
}
