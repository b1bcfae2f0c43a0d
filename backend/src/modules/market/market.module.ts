import { Module, type DynamicModule, type Provider, type Type } from '@nestjs/common';
import type { DataMode } from '@tideline/contracts';
import { CONFIG, type Config, type Role } from '../../platform/config/config';
import { Database } from '../../platform/database/database';
import { assetFactsSource } from './application/asset-facts-source';
import { COMPUTED_CANDLES, ComputedCandles } from './application/computed-candles';
import { DATA_MODE } from './application/data-mode';
import { FIND_ASSET, FindAsset } from './application/find-asset';
import { LeadIngestion } from './application/lead-ingestion';
import { ManageAssets } from './application/manage-assets';
import { MarketCatalog } from './application/market-catalog';
import { MARKET_SOURCES, marketSources, type MarketSources } from './application/market-sources';
import { MarketStorage } from './application/market-storage';
import { MarketView } from './application/market-view';
import { ReadCandles } from './application/read-candles';
import { ReadColumns } from './application/read-columns';
import { ReadCloses } from './application/read-closes';
import { ReadCoverage } from './application/read-coverage';
import { ReadTrades } from './application/read-trades';
import { RefreshView } from './application/refresh-view';
import { REMEMBER_MODE, SwitchMode, type RememberMode } from './application/switch-mode';
import { WatchMarket } from './application/watch-market';
import { CandleReader } from './db/candle-reader.repository';
import { CatalogReader } from './db/catalog-reader.repository';
import { CloseReader } from './db/close-reader.repository';
import { ColumnReader } from './db/column-reader.repository';
import { CoverageReader } from './db/coverage-reader.repository';
import { FiguresReader } from './db/figures-reader.repository';
import { Settings } from './db/settings.repository';
import { TickerReader } from './db/ticker-reader.repository';
import { TradeReader } from './db/trade-reader.repository';
import { AssetsController } from './http/assets.controller';
import { CoverageController } from './http/coverage.controller';
import { MarketController } from './http/market.controller';
import { SeriesController } from './http/series.controller';
import { MarketJobsModule } from './jobs/market-jobs.module';
import { LiveFeed } from './ws/live-feed';
import { MarketChannels } from './ws/market-channels';

const readers = [CandleReader, CatalogReader, CloseReader, ColumnReader, CoverageReader, FiguresReader, TickerReader, TradeReader];

/** One for all who read: what it has computed is kept. */
const computedCandles: Provider = {
  provide: COMPUTED_CANDLES,
  inject: [MARKET_SOURCES, MarketCatalog],
  useFactory: ({ history }: MarketSources, catalog: MarketCatalog) => (history === null ? null : new ComputedCandles(history, catalog)),
};

const findAsset: Provider = {
  provide: FIND_ASSET,
  inject: [CONFIG, DATA_MODE, Database, MARKET_SOURCES],
  useFactory: (config: Config, mode: DataMode, database: Database, { venues }: MarketSources) =>
    new FindAsset(assetFactsSource(mode, config, new Settings(database)), venues),
};

const byRole: Record<Role, { providers: Provider[]; controllers: Type[] }> = {
  api: {
    providers: [findAsset, ManageAssets, RefreshView, ReadCandles, ReadTrades, ReadCoverage, SwitchMode, MarketChannels, LiveFeed],
    controllers: [AssetsController, MarketController, SeriesController, CoverageController],
  },
  ingest: { providers: [MarketStorage, LeadIngestion], controllers: [] },
  worker: { providers: [], controllers: [] },
};

export interface MarketOptions {
  dataMode: DataMode;
  roles: Role[];
  rememberMode: RememberMode;
}

/** The market, as far as the process's roles need it. */
@Module({})
export class MarketModule {
  static with({ dataMode, roles, rememberMode }: MarketOptions): DynamicModule {
    const sources: Provider = {
      provide: MARKET_SOURCES,
      inject: [CONFIG],
      useFactory: (config: Config) => marketSources(config, dataMode),
    };
    return {
      module: MarketModule,
      imports: roles.includes('worker') ? [MarketJobsModule.with(dataMode)] : [],
      providers: [
        { provide: DATA_MODE, useValue: dataMode },
        { provide: REMEMBER_MODE, useValue: rememberMode },
        sources,
        ...readers,
        computedCandles,
        MarketCatalog,
        MarketView,
        ReadCloses,
        ReadColumns,
        WatchMarket,
        ...roles.flatMap((role) => byRole[role].providers),
      ],
      controllers: roles.flatMap((role) => byRole[role].controllers),
      exports: [MarketView, ReadCloses, ReadColumns, ...(roles.includes('api') ? [ManageAssets, SwitchMode] : [])],
    };
  }
}
