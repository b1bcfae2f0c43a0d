import { Module, type DynamicModule, type Provider, type Type } from '@nestjs/common';
import type { DataMode } from '@tideline/contracts';
import { CONFIG, type Config, type Role } from '../../platform/config/config';
import { DATA_MODE } from './application/data-mode';
import { LeadIngestion } from './application/lead-ingestion';
import { MarketCatalog } from './application/market-catalog';
import { MARKET_SOURCES, marketSources } from './application/market-sources';
import { MarketStorage } from './application/market-storage';
import { MarketView } from './application/market-view';
import { ReadSeries } from './application/read-series';
import { RefreshView } from './application/refresh-view';
import { CandleReader } from './db/candle-reader.repository';
import { CatalogReader } from './db/catalog-reader.repository';
import { FiguresReader } from './db/figures-reader.repository';
import { TickerReader } from './db/ticker-reader.repository';
import { TradeReader } from './db/trade-reader.repository';
import { AssetsController } from './http/assets.controller';
import { MarketController } from './http/market.controller';
import { SeriesController } from './http/series.controller';
import { MarketJobsModule } from './jobs/market-jobs.module';
import { liveProviders } from './ws/live-providers';

const readers = [CandleReader, CatalogReader, FiguresReader, TickerReader, TradeReader];

const byRole: Record<Role, { providers: Provider[]; controllers: Type[] }> = {
  api: {
    providers: [RefreshView, ReadSeries, ...liveProviders],
    controllers: [AssetsController, MarketController, SeriesController],
  },
  ingest: { providers: [MarketStorage, LeadIngestion], controllers: [] },
  worker: { providers: [], controllers: [] },
};

/** The market, as far as the process's roles need it. */
@Module({})
export class MarketModule {
  static with({ dataMode, roles }: { dataMode: DataMode; roles: Role[] }): DynamicModule {
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
        sources,
        ...readers,
        MarketCatalog,
        MarketView,
        ...roles.flatMap((role) => byRole[role].providers),
      ],
      controllers: roles.flatMap((role) => byRole[role].controllers),
      exports: [MarketView],
    };
  }
}
