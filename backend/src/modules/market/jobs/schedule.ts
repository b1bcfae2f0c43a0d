import { z } from 'zod';
import { defineJob } from '../../../platform/jobs/define-job';

const nothing = z.strictObject({});
const minuteMs = 60_000;

/** Prices, caps, volumes, ranks and sparklines of the tracked assets. */
export const updateAssetFacts = defineJob({
  name: 'update-asset-facts',
  data: nothing,
  every: 5 * minuteMs,
  attempts: 3,
  backoffMs: 20_000,
});

/** Cap, volume and dominance of the whole market. */
export const updateGlobalFacts = defineJob({
  name: 'update-global-facts',
  data: nothing,
  every: 60 * minuteMs,
  attempts: 5,
  backoffMs: 30_000,
});

/** Makes the partitions that are needed soon, drops those that have expired. */
export const keepPartitions = defineJob({ name: 'keep-partitions', data: nothing, cron: '7 * * * *', attempts: 3, backoffMs: 30_000 });

/** Everything that the market module has done in the background, and when. */
export const marketSchedule = [updateAssetFacts, updateGlobalFacts, keepPartitions];
