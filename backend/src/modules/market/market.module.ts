import { Module, type DynamicModule } from '@nestjs/common';
import type { DataMode } from '@tideline/contracts';
import { DATA_MODE } from './application/data-mode';
import { MarketCatalog } from './application/market-catalog';
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

const readers = [CandleReader, CatalogReader, FiguresReader, TickerReader, TradeReader];

/** The market, as far as the process's roles need it. */
@Module({})
export class MarketModule {
  static with(dataMode: DataMode): DynamicModule {
    return {
      module: MarketModule,
      providers: [{ provide: DATA_MODE, useValue: dataMode }, ...readers, MarketCatalog, MarketView, RefreshView, ReadSeries],
      controllers: [AssetsController, MarketController, SeriesController],
      exports: [MarketView],
    };
  }
}
