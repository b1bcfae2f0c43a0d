import { Inject, Injectable } from '@nestjs/common';
import { HandlesJob } from '../../../platform/jobs/job-handler';
import type { JobHandler, JobRun } from '../../../platform/jobs/job-handler';
import { UpdateAssetFacts } from '../application/update-asset-facts';
import { updateAssetFacts } from './schedule';

@Injectable()
@HandlesJob(updateAssetFacts)
export class UpdateAssetFactsJob implements JobHandler {
  constructor(@Inject(UpdateAssetFacts) private readonly update: UpdateAssetFacts) {}

  async run(_data: unknown, { signal }: JobRun): Promise<void> {
    await this.update.assets(signal);
  }
}
