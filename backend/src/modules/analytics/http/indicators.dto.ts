import { candleInterval } from '@tideline/contracts';
import { longestPeriod, readSpec, type IndicatorSpec } from '@tideline/indicators';
import { z } from 'zod';
import { pageFields, spans, whole } from '../../market';

const mostIndicators = 20;
const { from, to } = spans;
const interval = candleInterval.default('1h').describe('Length of a candle');
const limit = whole(5000).optional().describe('The newest so many candles; 1000 when neither from nor limit is given, at most 5000');

/** Reads specs separated by commas; each fault is told, the same indicator asked twice is one. */
const specs = z
  .string({ error: 'must name at least one indicator, for example sma:20,rsi:14; GET /api/v1/analytics/indicators lists them' })
  .max(1000, 'must be at most 1000 characters')
  .transform((text, ctx) => {
    const read = new Map<string, IndicatorSpec>();
    for (const part of text.split(',')) {
      const spec = readSpec(part);
      if (typeof spec === 'string') ctx.addIssue({ code: 'custom', message: spec });
      else read.set(spec.key, spec);
    }
    if (read.size > mostIndicators)
      ctx.addIssue({ code: 'custom', message: `${read.size} are too many: at most ${mostIndicators} at once` });
    return [...read.values()];
  });

export const definitionsQuery = z.strictObject(pageFields);
export type DefinitionsQuery = z.output<typeof definitionsQuery>;

export const indicatorsQuery = z.strictObject({
  interval,
  indicators: specs
    .describe(
      `Separated by commas, at most ${mostIndicators}: the id and its parameters, the usual ones where left out (\`bb\` is \`bb:20:2\`)`,
    )
    .meta({ examples: ['sma:20,ema:50,rsi:14,macd:12:26:9,bb:20:2'] }),
  ...spans,
  limit,
});
export type IndicatorsQuery = z.output<typeof indicatorsQuery>;

/** Makes one indicator of a name and a number that were asked for apart; a fault is told at the number's field. */
function oneSpec(key: string, path: string, ctx: z.core.$RefinementCtx): IndicatorSpec {
  const spec = readSpec(key);
  if (typeof spec !== 'string') return spec;
  ctx.addIssue({ code: 'custom', message: spec, path: [path] });
  return z.NEVER;
}

const count = (usual: number, what: string) => whole(longestPeriod).prefault(usual).describe(`${what}, at most ${longestPeriod}`);

export const movingAverageQuery = z
  .strictObject({
    type: z.enum(['sma', 'ema']).default('sma').describe('Simple or exponential'),
    period: count(20, 'Candles that are averaged'),
    interval,
    from,
    to,
    limit,
  })
  .transform(({ type, period, ...span }, ctx) => ({ type, span, spec: oneSpec(`${type}:${period}`, 'period', ctx) }));
export type MovingAverageQuery = z.output<typeof movingAverageQuery>;

export const volatilityQuery = z
  .strictObject({ interval, window: count(30, 'Returns that are looked at'), ...spans, limit })
  .transform(({ window, ...span }, ctx) => ({ span, spec: oneSpec(`volatility:${window}`, 'window', ctx) }));
export type VolatilityQuery = z.output<typeof volatilityQuery>;
