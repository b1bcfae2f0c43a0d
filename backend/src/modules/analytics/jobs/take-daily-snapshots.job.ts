import { Inject, Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { HandlesJob } from '../../../platform/jobs/job-handler';
import type { JobHandler, JobRun } from '../../../platform/jobs/job-handler';
import { Jobs } from '../../../platform/jobs/jobs';
import { TakeSnapshots } from '../application/take-snapshots';
import { takeDailySnapshots } from './schedule';

/** Takes the snapshots of each day. */
@Injectable()
@HandlesJob(takeDailySnapshots)
export class TakeDailySnapshotsJob implements JobHandler, OnApplicationBootstrap {
  constructor(
    @Inject(TakeSnapshots) private readonly snapshots: TakeSnapshots,
    @Inject(Jobs) private readonly jobs: Jobs,
  ) {}

  /** A process that was down at midnight makes up for it at its start. */
  async onApplicationBootstrap(): Promise<void> {
    if (!(await this.snapshots.hasToday())) await this.jobs.add(takeDailySnapshots, {});
  }

  async run(_data: unknown, { signal }: JobRun): Promise<void> {
    await this.snapshots.take(signal);
  }
}
