import type { CorrelationPair } from '@tideline/contracts';

/** The two coins of a pair as lines that both begin at 100, and as points of returns in percent. */
export interface PairSeries {
  times: number[];
  first: number[];
  second: number[];
  returns: [number, number][];
}

/**
 * Adds up the log returns that both coins have: a line is what 100 became over the candles that were compared. A candle that one of them
 * lacks moves neither line.
 */
export function pairSeries(points: CorrelationPair['points']): PairSeries {
  let [a, b] = [0, 0];
  const series: PairSeries = { times: [], first: [], second: [], returns: [] };
  for (const [time, x, y] of points) {
    a += x;
    b += y;
    series.times.push(time);
    series.first.push(100 * Math.exp(a));
    series.second.push(100 * Math.exp(b));
    series.returns.push([Math.expm1(x) * 100, Math.expm1(y) * 100]);
  }
  return series;
}
