import { clearWarmup } from './rolling';
import { RunningWindow } from './running-window';
import type { StateReader } from './saved-state';

/** Largest of the last `period` values. */
export function rollingMax(values: Float64Array, period: number, out: Float64Array, from = 0): Float64Array {
  const { length } = values;
  let prefix = -Infinity;
  const first = clearWarmup(out, period, from);
  for (let i = from; i <= first && i < length; i++) prefix = Math.max(prefix, values[i] as number);
  if (first < length) out[first] = prefix;
  for (let block = first + 1; block < length; block += period) {
    const end = Math.min(block + period, length);
    let suffix = -Infinity;
    for (let i = block + period - 1; i >= block; i--) {
      if (i < end) out[i] = suffix;
      suffix = Math.max(suffix, values[i - period] as number);
    }
    prefix = -Infinity;
    for (let i = block; i < end; i++) {
      prefix = Math.max(prefix, values[i] as number);
      out[i] = Math.max(out[i] as number, prefix);
    }
  }
  return out;
}

/** Smallest of the last `period` values. */
export function rollingMin(values: Float64Array, period: number, out: Float64Array, from = 0): Float64Array {
  const { length } = values;
  let prefix = Infinity;
  const first = clearWarmup(out, period, from);
  for (let i = from; i <= first && i < length; i++) prefix = Math.min(prefix, values[i] as number);
  if (first < length) out[first] = prefix;
  for (let block = first + 1; block < length; block += period) {
    const end = Math.min(block + period, length);
    let suffix = Infinity;
    for (let i = block + period - 1; i >= block; i--) {
      if (i < end) out[i] = suffix;
      suffix = Math.min(suffix, values[i - period] as number);
    }
    prefix = Infinity;
    for (let i = block; i < end; i++) {
      prefix = Math.min(prefix, values[i] as number);
      out[i] = Math.min(out[i] as number, prefix);
    }
  }
  return out;
}

/** Running form of `rollingMax`. */
export class RunningMax extends RunningWindow {
  constructor(period: number, saved?: StateReader) {
    super(period, -Infinity, saved);
  }

  protected override combine(a: number, b: number): number {
    return Math.max(a, b);
  }
}

/** Running form of `rollingMin`. */
export class RunningMin extends RunningWindow {
  constructor(period: number, saved?: StateReader) {
    super(period, Infinity, saved);
  }

  protected override combine(a: number, b: number): number {
    return Math.min(a, b);
  }
}
