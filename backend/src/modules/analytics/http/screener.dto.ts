import { candleInterval } from '@tideline/contracts';
import { z } from 'zod';
import { pageFields } from '../../market';
import { mostFollowed } from '../domain/followed-series';
import { readColumn, readFilter } from '../domain/screener-column';

const most = 20;
const usualColumns = 'rsi:14,volatility:30,distance:sma:50,high:90d';

/** Reads parts separated by commas; each fault is told. */
const listed = <T>(read: (text: string) => T | string) =>
  z
    .string()
    .max(1000, 'must be at most 1000 characters')
    .transform((text, ctx) => {
      const parts = text === '' ? [] : text.split(',');
      if (parts.length > most) ctx.addIssue({ code: 'custom', message: `${parts.length} are too many: at most ${most}` });
      return parts.slice(0, most).flatMap((part) => {
        const one = read(part);
        if (typeof one !== 'string') return [one];
        ctx.addIssue({ code: 'custom', message: one });
        return [];
      });
    });

const columns = listed(readColumn);
const filters = listed(readFilter);

const one = z
  .string()
  .max(100, 'must be at most 100 characters')
  .transform((text, ctx) => {
    const column = readColumn(text);
    if (typeof column !== 'string') return column;
    ctx.addIssue({ code: 'custom', message: column });
    return z.NEVER;
  });

export const screenerQuery = z
  .strictObject({
    interval: candleInterval.default('1h').describe('Candles that indicators are computed over'),
    columns: columns
      .prefault(usualColumns)
      .describe(
        `Separated by commas, at most ${most}: an indicator of one value (\`rsi:14\`), \`distance:sma:50\` or \`distance:ema:50\` (percent of the price above the average), \`high:90d\`, \`low:90d\` (percent from it), or a figure of the row; none that rests on more than ${mostFollowed} candles. \`${usualColumns}\` when left out; empty for none`,
      ),
    filter: filters
      .prefault('')
      .describe(`Separated by commas, at most ${most}: a column, one of < <= > >=, a number. All must hold; an unknown value never passes`)
      .meta({ examples: ['rsi:14<30,change24h>2'] }),
    filters: filters.prefault('').describe('More filters: the same as `filter`, and all hold together'),
    sort: one.prefault('rank').describe('A column'),
    order: z.enum(['asc', 'desc']).optional().describe('Rank ascends and everything else descends when left out; unknown values come last'),
    ...pageFields,
  })
  .transform(({ filter, filters: more, order, sort, ...rest }) => ({
    ...rest,
    sort,
    filters: [...filter, ...more],
    order: order ?? (sort.key === 'rank' ? ('asc' as const) : ('desc' as const)),
  }));
export type ScreenerQuery = z.output<typeof screenerQuery>;
