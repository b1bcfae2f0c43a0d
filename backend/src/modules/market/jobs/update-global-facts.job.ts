import { Inject, Injectable } from '@nestjs/common';
import { HandlesJob } from '../../../platform/jobs/job-handler';
import type { JobHandler, JobRun } from '../../../platform/jobs/job-handler';
import { UpdateAssetFacts } from '../application/update-asset-facts';
import { updateGlobalFacts } from './schedule';

@Injectable()
@HandlesJob(updateGlobalFacts)
export class UpdateGlobalFactsJob implements JobHandler {
  constructor(@Inject(UpdateAssetFacts) private readonly update: UpdateAssetFacts) {}

  async run(_data: unknown, { signal }: JobRun): Promise<void> {
    await this.update.global(signal);
  }
}
