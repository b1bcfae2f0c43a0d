import type { CandleColumns } from './candle-columns';
import type { IndicatorKind, SeriesContext } from './indicator';
import { adxKind } from './kinds/adx';
import { aroonKind } from './kinds/aroon';
import { bbKind } from './kinds/bollinger';
import { cciKind } from './kinds/cci';
import { drawdownKind, rocKind } from './kinds/changes';
import { cmfKind } from './kinds/cmf';
import { stddevKind, volatilityKind } from './kinds/deviations';
import { demaKind } from './kinds/dema';
import { donchianKind } from './kinds/donchian';
import { hmaKind } from './kinds/hma';
import { ichimokuKind } from './kinds/ichimoku';
import { keltnerKind } from './kinds/keltner';
import { macdKind } from './kinds/macd';
import { mfiKind } from './kinds/mfi';
import { emaKind, smaKind, wmaKind } from './kinds/moving-averages';
import { obvKind } from './kinds/obv';
import { psarKind } from './kinds/psar';
import { rsiKind } from './kinds/rsi';
import { linearRegressionKind, slopeKind } from './kinds/slope';
import { stochKind } from './kinds/stochastic';
import { stochRsiKind } from './kinds/stochrsi';
import { supertrendKind } from './kinds/supertrend';
import { atrKind, trKind } from './kinds/true-range';
import { vwapKind } from './kinds/vwap';
import { willrKind } from './kinds/willr';

/** Every indicator there is, in the order in which a picker lists them. */
export const indicatorKinds: readonly IndicatorKind[] = [
  smaKind,
  emaKind,
  wmaKind,
  bbKind,
  vwapKind,
  rsiKind,
  macdKind,
  stochKind,
  atrKind,
  trKind,
  volatilityKind,
  stddevKind,
  rocKind,
  drawdownKind,
  adxKind,
  obvKind,
  supertrendKind,
  ichimokuKind,
  keltnerKind,
  donchianKind,
  psarKind,
  stochRsiKind,
  mfiKind,
  cciKind,
  willrKind,
  cmfKind,
  aroonKind,
  demaKind,
  hmaKind,
  linearRegressionKind,
  slopeKind,
];

const byId = new Map(indicatorKinds.map((kind) => [kind.id, kind]));

/** An indicator with its parameters. */
export interface IndicatorSpec {
  /** Canonical spelling with every parameter: `macd:12:26:9`. */
  readonly key: string;
  readonly kind: IndicatorKind;
  readonly params: readonly number[];
}

/**
 * Reads `rsi:14`, `RSI:14` or, with the usual parameters, `rsi`. Gives the spec, or a sentence that says what is wrong and what is
 * allowed.
 */
export function readSpec(text: string): IndicatorSpec | string {
  const [id, ...numbers] = text.trim().toLowerCase().split(':') as [string, ...string[]];
  const kind = byId.get(id);
  if (kind === undefined) return `there is no indicator ${JSON.stringify(id)}; there are ${[...byId.keys()].join(', ')}`;
  const { parameters } = kind;
  if (numbers.length > parameters.length) return `${id} takes at most ${parameters.length} parameters: ${usage(kind)}`;
  const params: number[] = [];
  for (const [index, parameter] of parameters.entries()) {
    const written = numbers[index];
    const value = written === undefined ? parameter.default : readNumber(written);
    if (value === null || value < parameter.min || value > parameter.max || (parameter.whole && !Number.isInteger(value))) {
      const number = parameter.whole ? 'a whole number' : 'a number';
      return `${id}: ${parameter.name} must be ${number} from ${parameter.min} to ${parameter.max}, an example is ${usage(kind)}`;
    }
    params.push(value);
  }
  const refusal = kind.refusal?.(params) ?? null;
  return refusal === null ? { key: [id, ...params].join(':'), kind, params } : `${id}: ${refusal}`;
}

/** All values of an indicator over a series: one array per output, NaN where it is not defined. */
export function calculate({ kind, params }: IndicatorSpec, candles: CandleColumns, context: SeriesContext): Float64Array[] {
  const out = kind.outputs.map(() => new Float64Array(candles.length));
  kind.batch(candles, params, out, context);
  return out;
}

function readNumber(text: string): number | null {
  return /^-?\d{1,12}(\.\d{1,6})?$/.test(text) ? Number(text) : null;
}

function usage({ id, parameters }: IndicatorKind): string {
  return [id, ...parameters.map((parameter) => parameter.default)].join(':');
}
