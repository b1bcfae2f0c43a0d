import { z } from 'zod';

export const partHealth = z
  .strictObject({
    part: z.string(),
    state: z.enum(['up', 'degraded', 'down']),
    detail: z.string().nullable(),
    ageMs: z.int().nullable().describe('Age of its newest sign of life; null when it gives none'),
  })
  .meta({ id: 'PartHealth' });
export type PartHealth = z.infer<typeof partHealth>;

export const liveness = z.strictObject({ status: z.literal('up') });
export type Liveness = z.infer<typeof liveness>;

export const healthReport = z
  .strictObject({ status: z.enum(['up', 'degraded', 'down']), parts: z.array(partHealth) })
  .meta({ id: 'HealthReport' });
export type HealthReport = z.infer<typeof healthReport>;
