import { udfResolutions } from '@tideline/contracts';
import { z } from 'zod';
import { whole } from '../../market';
import { mostBars } from '../application/read-udf';
import { readResolution } from '../domain/udf-symbols';

const symbol = z
  .string({ error: 'must be a symbol, for example BTCUSD' })
  .min(1)
  .max(60)
  .describe('`BTCUSD`, `Tideline:BTCUSD` or `BTC`')
  .meta({ examples: ['BTCUSD'] });
const noSeconds = 'must be Unix time in seconds, for example 1769860800';
/** The charting library asks before 1970 when somebody scrolls far back. */
const seconds = z.preprocess(
  (sent) => (typeof sent === 'string' && /^-?\d{1,11}(\.\d{1,9})?$/.test(sent) ? Number(sent) : sent),
  z.number({ error: noSeconds }),
);

/** The charting library adds parameters of its own, so unknown ones are let through. */
export const udfSymbolQuery = z.object({ symbol });
export type UdfSymbolQuery = z.output<typeof udfSymbolQuery>;

export const udfSearchQuery = z.object({
  query: z
    .string()
    .max(100)
    .default('')
    .describe('Part of the symbol or the name')
    .meta({ examples: ['BTC'] }),
  type: z.string().max(50).default('').describe('`crypto`, or empty for all'),
  exchange: z.string().max(50).default('').describe('`Tideline`, or empty for all'),
  limit: whole(500).prefault(30).describe('How many, at most 500'),
});
export type UdfSearchQuery = z.output<typeof udfSearchQuery>;

const askedHistory = z.object({
  symbol,
  resolution: z
    .string({ error: `must be one of ${udfResolutions.join(', ')}` })
    .transform((text, ctx) => {
      const resolution = readResolution(text);
      if (resolution === null) ctx.addIssue({ code: 'custom', message: `must be one of ${udfResolutions.join(', ')}` });
      return resolution ?? z.NEVER;
    })
    .describe(`${udfResolutions.join(', ')}; \`D\` and \`W\` as well`)
    .meta({ examples: ['60'] }),
  from: seconds
    .optional()
    .describe('Unix seconds, included; does not count, and may be left out, when countback is given')
    .meta({ examples: [1_769_774_400] }),
  to: seconds.describe('Unix seconds, not included').meta({ examples: [1_769_860_800] }),
  countback: whole(1_000_000_000).optional().describe(`So many bars before \`to\`; at most ${mostBars} come`),
});

export const udfHistoryQuery = askedHistory.transform(({ from, ...rest }, ctx) => {
  if (from === undefined && rest.countback === undefined) ctx.addIssue({ code: 'custom', message: noSeconds, path: ['from'] });
  return { ...rest, from: from ?? 0 };
});
export type UdfHistoryQuery = z.output<typeof udfHistoryQuery>;
