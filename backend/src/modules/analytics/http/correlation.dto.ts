import { assetSymbol, candleInterval, correlationMethod } from '@tideline/contracts';
import { z } from 'zod';
import { pageFields, spans } from '../../market';

const mostSymbols = 100;

/** Symbols separated by commas, each once, whatever its spelling. */
const symbolList = (least: number, most: number, how: string) =>
  z
    .string()
    .transform((text) => text.split(','))
    .pipe(z.array(assetSymbol).min(least, how).max(most, how))
    .superRefine((symbols, ctx) => {
      const twice = symbols.find((symbol, index) => symbols.indexOf(symbol) !== index);
      if (twice !== undefined) {
        ctx.addIssue({
          code: 'custom',
          message: `${twice} is named twice; every symbol once, and other spellings (XBT for BTC) are the same`,
        });
      }
    });

const interval = candleInterval.default('1h').describe('Length of the bars whose log returns are correlated');
const method = correlationMethod
  .default('pearson')
  .describe('pearson, or spearman: of the ranks of the returns, which single extreme moves hardly change');
const pairOfSymbols = symbolList(2, 2, 'must be two symbols, for example BTC,ETH')
  .transform(([a = '', b = '']): [string, string] => [a, b])
  .describe('Two symbols separated by a comma')
  .meta({ examples: ['BTC,ETH'] });

export const correlationQuery = z.strictObject({
  symbols: symbolList(2, mostSymbols, `must be 2 to ${mostSymbols} symbols, for example BTC,ETH,SOL`)
    .optional()
    .describe(`2 to ${mostSymbols} symbols separated by commas; the 20 first assets by rank when left out`)
    .meta({ examples: ['BTC,ETH,SOL'] }),
  interval,
  method,
  ...spans,
});
export type CorrelationQuery = z.output<typeof correlationQuery>;

export const correlationPairQuery = z.strictObject({ symbols: pairOfSymbols, interval, method, ...spans });
export type CorrelationPairQuery = z.output<typeof correlationPairQuery>;

export const correlationHistoryQuery = z.strictObject({
  symbols: pairOfSymbols,
  window: z.enum(['30d', '90d']).default('30d').describe('The time before each day that its value was computed of'),
});
export type CorrelationHistoryQuery = z.output<typeof correlationHistoryQuery>;

export const volatilityRankingQuery = z.strictObject(pageFields);
export type VolatilityRankingQuery = z.output<typeof volatilityRankingQuery>;
