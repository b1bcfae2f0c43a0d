/** Over how many minutes a return is compared with what is usual. */
export const alertWindows = [5, 15, 60] as const;
export type AlertWindow = (typeof alertWindows)[number];

/** What an asset's returns over one window usually are: log returns, a fraction. */
export interface UsualReturns {
  median: number;
  /** What one unit of a robust z-score is: 1.4826 × the median absolute deviation, or more where that says nothing. */
  scale: number;
  /** Returns that this rests on. */
  observations: number;
}

export type UsualByWindow = Readonly<Record<AlertWindow, UsualReturns | null>>;

/** Closing prices in steps of five minutes, ascending; `at` is the opening time (epoch ms) of the candle. */
export interface StepCloses {
  at: Float64Array;
  close: Float64Array;
}

/** A day of steps; with fewer nobody knows what is usual. */
export const leastObservations = 288;
/** Without a trade the price stands, but not for longer than this: then it is unknown. */
export const standsMs = 10 * 60_000;
/** 0.125 %: a flat coin's every trade would be an alert on a smaller scale. */
const leastScale = 0.00125;
const normal = 1.4826;
/** Turns a mean absolute deviation of normal noise into its standard deviation. */
const normalOfMean = 1.2533;

/** Gives what is usual over a window in these closes (30 days of them, or what there is); null with fewer than 288 returns. */
export function usualReturns(closes: StepCloses, window: AlertWindow): UsualReturns | null {
  const returns = returnsOver(closes, window * 60_000);
  if (returns.length < leastObservations) return null;
  const median = middleOf(returns.sort());
  const deviations = returns.map((one) => Math.abs(one - median)).sort();
  const spread = normal * middleOf(deviations);
  // Most steps without any change: the median says nothing of the others, their mean does.
  const scale = spread > 0 ? spread : (normalOfMean * deviations.reduce((sum, one) => sum + one, 0)) / deviations.length;
  return { median, scale: Math.max(scale, leastScale), observations: returns.length };
}

/** Log returns at every step, each against the price that stood a window earlier; left out where none did. */
function returnsOver({ at, close }: StepCloses, windowMs: number): Float64Array {
  const returns = new Float64Array(at.length);
  let count = 0;
  let before = -1;
  for (let index = 0; index < at.length; index += 1) {
    const wanted = (at[index] as number) - windowMs;
    while ((at[before + 1] as number) <= wanted) before += 1;
    if (before < 0 || wanted - (at[before] as number) > standsMs) continue;
    returns[count] = Math.log((close[index] as number) / (close[before] as number));
    count += 1;
  }
  return returns.slice(0, count);
}

function middleOf(sorted: Float64Array): number {
  const half = sorted.length >> 1;
  const upper = sorted[half] as number;
  return sorted.length % 2 === 1 ? upper : (upper + (sorted[half - 1] as number)) / 2;
}
