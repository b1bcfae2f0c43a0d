import { z } from 'zod';
import { defineJob } from '../../../platform/jobs/define-job';

/** Daily figures of volatility and correlation: soon after 00:00 UTC, and again for what back-fill has completed meanwhile. */
export const takeDailySnapshots = defineJob({
  name: 'take-daily-snapshots',
  data: z.strictObject({}),
  cron: '4-59/15 * * * *',
  attempts: 3,
  backoffMs: 60_000,
});

/** Everything that the analytics module has done in the background, and when. */
export const analyticsSchedule = [takeDailySnapshots];
