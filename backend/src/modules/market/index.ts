export { MarketModule } from './market.module';
export { MarketView } from './application/market-view';
export { seriesTables } from './db/series-tables';
