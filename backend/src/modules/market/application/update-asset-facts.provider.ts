import type { FactoryProvider } from '@nestjs/common';
import type { DataMode } from '@tideline/contracts';
import { CONFIG } from '../../../platform/config/config';
import type { Config } from '../../../platform/config/config';
import { Database } from '../../../platform/database/database';
import { EventBridge } from '../../../platform/events/event-bridge';
import { AssetFactsRepository } from '../db/asset-facts.repository';
import { MarketRegistry } from '../db/market-registry';
import { Settings } from '../db/settings.repository';
import { assetFactsSource } from './asset-facts-source';
import { UpdateAssetFacts } from './update-asset-facts';

/** Makes `UpdateAssetFacts` for the data mode of the process. */
export function updateAssetFactsProvider(mode: DataMode): FactoryProvider<UpdateAssetFacts> {
  return {
    provide: UpdateAssetFacts,
    inject: [CONFIG, Database, EventBridge],
    useFactory: async (config: Config, database: Database, bridge: EventBridge) => {
      // At the very first start this may come before ingestion: without assets the first figures would be five minutes late.
      await new MarketRegistry(database).seedAssets(config.ASSETS);
      const settings = new Settings(database);
      return new UpdateAssetFacts(
        assetFactsSource(mode, config, settings),
        { facts: new AssetFactsRepository(database), settings },
        bridge,
      );
    },
  };
}
