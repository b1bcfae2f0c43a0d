import { Inject, Injectable } from '@nestjs/common';
import { Partitions } from '../../../platform/database/partitions';
import { HandlesJob } from '../../../platform/jobs/job-handler';
import type { JobHandler } from '../../../platform/jobs/job-handler';
import { keepPartitions } from './schedule';

@Injectable()
@HandlesJob(keepPartitions)
export class KeepPartitionsJob implements JobHandler {
  constructor(@Inject(Partitions) private readonly partitions: Partitions) {}

  async run(): Promise<void> {
    await this.partitions.upkeep(Date.now());
  }
}
