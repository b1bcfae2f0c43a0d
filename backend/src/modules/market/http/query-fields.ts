import { assetSymbol, period } from '@tideline/contracts';
import { z } from 'zod';

/** A whole number from 1 to `max`, in plain digits: not `1e2`, `0x10` or ` 7 `. Its default is a `prefault`, which the document tells, too. */
export const whole = (max: number) => {
  const error = 'must be a whole number in plain digits, for example 50';
  const inRange = z.number({ error }).int(error).min(1, 'must be at least 1').max(max, `must be at most ${max}`);
  return z.preprocess((sent) => (typeof sent === 'string' && /^\d{1,15}$/.test(sent) ? Number(sent) : sent), inRange);
};

const limit = whole(500).prefault(50).describe('How many, at most 500');
const cursor = z.string().max(200).optional().describe('`page.nextCursor` of the answer before; leave out for the first page');

/** What every list takes. */
export const pageFields = { limit, cursor };

const rfc3339 = z.iso.datetime({ offset: true });

/** A moment as RFC 3339 or epoch milliseconds, read as epoch milliseconds. */
const moment = z
  .string()
  .transform((text, ctx) => {
    // A plus sign that was not escaped arrives as a space.
    const spelled = text.trim().replace(' ', '+');
    if (/^\d{1,15}$/.test(spelled)) return Number(spelled);
    if (rfc3339.safeParse(spelled).success) return Date.parse(spelled);
    ctx.addIssue({ code: 'custom', message: 'must be RFC 3339 or epoch milliseconds, for example 2026-01-31T12:00:00Z' });
    return z.NEVER;
  })
  .describe('RFC 3339 or epoch milliseconds');

export const range = {
  from: moment.optional().describe('From this moment on; RFC 3339 or epoch milliseconds'),
  to: moment.optional().describe('Before this moment; RFC 3339 or epoch milliseconds; now when left out'),
};
export const spans = { period: period.optional().describe('Up to now; instead of from and to'), ...range };

export const symbolParam = assetSymbol.meta({ examples: ['BTC'] });

/** Of routes that take no query: whatever is sent is unknown. */
export const noQuery = z.strictObject({});
