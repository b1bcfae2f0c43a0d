import { z } from 'zod';

/** RFC 3339, UTC, milliseconds: `2026-01-31T12:00:00.000Z`. */
export const instant = z.iso.datetime({ precision: 3 }).describe('RFC 3339 time in UTC with milliseconds');

/** Epoch milliseconds, as series carry them. */
export const epochMs = z.int().min(0).describe('Epoch milliseconds');

export const dataMode = z.enum(['live', 'simulated']).describe('Where the figures come from: real venues, or the simulated market');
export type DataMode = z.infer<typeof dataMode>;

export const page = z
  .strictObject({ nextCursor: z.string().nullable(), limit: z.int() })
  .describe('Pass nextCursor as `cursor` to read on; null at the end');

/** The list envelope: `{data, page}`. */
export const listOf = <T extends z.ZodType>(item: T) => z.strictObject({ data: z.array(item), page });

export const problem = z
  .strictObject({
    type: z.string(),
    title: z.string(),
    status: z.int(),
    detail: z.string(),
    instance: z.string(),
    code: z.string().describe('Stable, for programs: `MARKET.UNKNOWN_SYMBOL`'),
    traceId: z.string(),
    errors: z.array(z.strictObject({ path: z.string(), message: z.string() })).optional(),
  })
  .describe('RFC 9457 problem details');
export type Problem = z.infer<typeof problem>;

export const periodNames = ['1h', '24h', '7d', '30d', '90d'] as const;
export const period = z.enum(periodNames);
export type Period = z.infer<typeof period>;

export const periodMs: Record<Period, number> = {
  '1h': 3_600_000,
  '24h': 86_400_000,
  '7d': 604_800_000,
  '30d': 2_592_000_000,
  '90d': 7_776_000_000,
};
