import type { CandleInterval } from '@tideline/contracts';
import { readSpec, type IndicatorSpec } from '@tideline/indicators';
import { candlesBeforeFirst, indicatorValues, type AskedCandles } from './indicator-values';
import { periodsPerYear } from './periods-per-year';
import { writePoints } from './write-points';

/** What an answer is made of; crosses to a thread, so indicators are named by their keys. */
export interface SeriesQuestion extends AskedCandles {
  symbol: string;
  interval: CandleInterval;
  /** Canonical specs. */
  keys: string[];
  lastIsOpen: boolean;
}

/** Computes the indicators and writes `IndicatorSeries` as JSON text. Throws for a key that is no spec. */
export function writeIndicatorSeries(question: SeriesQuestion): string {
  const { symbol, interval, candles, start, lastIsOpen } = question;
  const specs = question.keys.map(specOf);
  const at = candles.at.subarray(start);
  const context = { periodsPerYear: periodsPerYear(interval) };
  const series = specs.map((spec) => `"${spec.key}":${writePoints(at, indicatorValues(spec, question, context))}`);
  const warmup = Object.fromEntries(specs.map((spec) => [spec.key, candlesBeforeFirst(spec)]));
  const outputs = Object.fromEntries(specs.map(({ key, kind }) => [key, kind.outputs]));
  const rest = JSON.stringify({ warmup, outputs, countedFrom: candles.at[start] ?? null, lastIsOpen });
  return `{"symbol":${JSON.stringify(symbol)},"interval":"${interval}","series":{${series.join(',')}},${rest.slice(1)}`;
}

function specOf(key: string): IndicatorSpec {
  const spec = readSpec(key);
  if (typeof spec === 'string') throw new Error(spec);
  return spec;
}
