import { Module } from '@nestjs/common';
import type { DynamicModule } from '@nestjs/common';
import type { DataMode } from '@tideline/contracts';
import { updateAssetFactsProvider } from '../application/update-asset-facts.provider';
import { KeepPartitionsJob } from './keep-partitions.job';
import { UpdateAssetFactsJob } from './update-asset-facts.job';
import { UpdateGlobalFactsJob } from './update-global-facts.job';

/** The handlers of `marketSchedule`, for processes of the role worker. Needs `Partitions`, `Database`, the configuration and the bridge. */
@Module({})
export class MarketJobsModule {
  static with(mode: DataMode): DynamicModule {
    return {
      module: MarketJobsModule,
      providers: [updateAssetFactsProvider(mode), UpdateAssetFactsJob, UpdateGlobalFactsJob, KeepPartitionsJob],
    };
  }
}
