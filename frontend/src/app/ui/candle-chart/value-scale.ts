import type { ChartScale } from './chart-model';

/** Heights of a pane: values become axis units (percent, logarithms, or themselves), and back. */
export interface ValueScale {
  readonly min: number;
  readonly max: number;
  /** Round places, in axis units. */
  readonly ticks: readonly number[];
  to: (value: number) => number;
  from: (unit: number) => number;
}

/** How values become axis units. */
export interface Measure {
  to: (value: number) => number;
  from: (unit: number) => number;
  /** Round values between two, as many as about `most`. */
  round: (least: number, greatest: number, most: number) => number[];
}

const same = (value: number): number => value;

/** Values as they are. */
export const linear: Measure = { to: same, from: same, round: roundValues };

/** Equal ratios get equal heights. */
export const logarithmic: Measure = { to: Math.log10, from: (unit) => 10 ** unit, round: roundRatios };

/** Percent from a first value. */
export function percentFrom(base: number): Measure {
  return {
    to: (value) => (value / base - 1) * 100,
    from: (unit) => base * (1 + unit / 100),
    round: (least, greatest, most) =>
      roundValues((least / base - 1) * 100, (greatest / base - 1) * 100, most).map((unit) => base * (1 + unit / 100)),
  };
}

/** The measure of the price pane. */
export function priceMeasure(scale: ChartScale, base: number | null): Measure {
  if (base !== null && base > 0) return percentFrom(base);
  return scale === 'log' ? logarithmic : linear;
}

/** A scale that shows units from `least` to `greatest` with a little room around them. `room` is a share of the span. */
export function valueScale(measure: Measure, least: number, greatest: number, most: number, room = 0.05): ValueScale {
  const known = Number.isFinite(least) && Number.isFinite(greatest);
  const low = known ? least : 0;
  const high = known ? greatest : 1;
  // A flat line stands in the middle.
  const span = high > low ? high - low : Math.max(Math.abs(high) * 0.02, 1e-9);
  const around = high > low ? span * room : span;
  const min = low - around;
  const max = high + around;
  const ticks = measure
    .round(measure.from(min), measure.from(max), most)
    .map((value) => measure.to(value))
    .filter((unit) => unit >= min && unit <= max);
  return { min, max, ticks, to: measure.to, from: measure.from };
}

/** Multiples of 1, 2, 2.5 or 5 × 10ⁿ between two values, at most about `most`. */
export function roundValues(least: number, greatest: number, most: number): number[] {
  const span = greatest - least;
  if (!(span > 0) || !Number.isFinite(span)) return [];
  const raw = span / Math.max(1, most);
  const magnitude = 10 ** Math.floor(Math.log10(raw));
  const step = ([1, 2, 2.5, 5].find((size) => size * magnitude >= raw * 0.999) ?? 10) * magnitude;
  const values: number[] = [];
  for (let i = Math.ceil(least / step); i * step <= greatest; i++) values.push(Number((i * step).toPrecision(12)));
  return values;
}

/** 1, 2 and 5 of each decade where there are several, else values as on a linear scale. */
function roundRatios(least: number, greatest: number, most: number): number[] {
  if (!(least > 0) || greatest / least < 8) return roundValues(least, greatest, most);
  const decades = Math.log10(greatest / least);
  const sizes = decades > most ? [1] : decades * 3 > most ? [1, 3] : [1, 2, 5];
  const values: number[] = [];
  for (let exponent = Math.floor(Math.log10(least)); exponent <= Math.log10(greatest); exponent++) {
    for (const size of sizes) values.push(size * 10 ** exponent);
  }
  return values.filter((value) => value >= least && value <= greatest);
}
