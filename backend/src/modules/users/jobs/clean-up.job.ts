import { Inject, Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { HandlesJob } from '../../../platform/jobs/job-handler';
import type { JobHandler } from '../../../platform/jobs/job-handler';
import { Jobs } from '../../../platform/jobs/jobs';
import { CleanUp } from '../application/clean-up';
import { cleanUp } from './schedule';

/** Forgets each night what need not be kept of accounts any more. */
@Injectable()
@HandlesJob(cleanUp)
export class CleanUpJob implements JobHandler, OnApplicationBootstrap {
  constructor(
    @Inject(CleanUp) private readonly cleaning: CleanUp,
    @Inject(Jobs) private readonly jobs: Jobs,
  ) {}

  /** A process that is never up at night cleans up at its start. */
  async onApplicationBootstrap(): Promise<void> {
    await this.jobs.add(cleanUp, {});
  }

  async run(): Promise<void> {
    await this.cleaning.run(Date.now());
  }
}
