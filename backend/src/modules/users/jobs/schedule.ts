import { z } from 'zod';
import { defineJob } from '../../../platform/jobs/define-job';

const nothing = z.strictObject({});

/** Sends the mails that are due. It is added as soon as one is promised; the schedule brings the tries after a failure. */
export const sendMails = defineJob({ name: 'send-mails', data: nothing, every: 30_000, attempts: 1 });

/** Forgets what is of no use any more; also at each start. */
export const cleanUp = defineJob({ name: 'clean-up-accounts', data: nothing, cron: '23 3 * * *', attempts: 3, backoffMs: 60_000 });

/** Everything that the users module has done in the background, and when. */
export const usersSchedule = [sendMails, cleanUp];
